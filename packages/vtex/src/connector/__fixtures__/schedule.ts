import { CaptureError, type CaptureHandle, type CaptureOutcome, memoryStore, type OperationStore } from '@cap/core'
import { createTestClock } from '@cap/core/testing'
import { type CancelResult, createVtexConnector, type Settlement, type VtexConnector } from '../../connector.ts'
import { startProcess } from './mortal.ts'
import { ask, captured, declined, pair, paymentId, pending, settlementBody, unknown } from './world.ts'

/** What moved at a provider that captures whenever it is asked: it recognises nothing. */
export interface Movement {
  readonly requestId: string
  readonly value: string
}

type Answered = Awaited<ReturnType<typeof ask>>

/**
 * One life of a payment on a simulated clock: VTEX repeats, duplicates, loses answers, takes new ids and cancels; processes
 * die and are replaced; the store is away, or its answers are lost; the provider is slow, silent or sure. Whatever a schedule does, money moves once for each settlement.
 *
 * @param numbers whole numbers, zero or more; where they run out, nothing more goes wrong
 */
export async function runConnectorSchedule(numbers: readonly number[]): Promise<void> {
  let position = 0
  const draw = (below: number) => (numbers[position++] ?? 0) % below
  const clock = createTestClock()
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
  const kept = memoryStore({ clock })
  const book: Movement[] = []
  let well = false
  /** How much had been captured when the provider gave the authorization up. */
  let givenUpAt: number | null = null

  /** Loses the connection to the store now and then, before a call is done or after. */
  const loses =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const kind = well ? 0 : draw(16)
      if (kind === 1) throw new Error('the store is away')
      const result = await call(...args)
      if (kind === 2) throw new Error('the answer of the store was lost')
      return result
    }
  const store: OperationStore = {
    begin: loses(kept.begin),
    peek: loses(kept.peek),
    intent: loses(kept.intent),
    suspend: loses(kept.suspend),
    complete: loses(kept.complete),
    release: loses(kept.release),
    expire: kept.expire,
  }

  const move = ({ requestId, amount }: Settlement) => book.push({ requestId, value: amount.amount })

  async function capture(settlement: Settlement, context: { handle: CaptureHandle; beforeSend(): Promise<void> }) {
    const kind = well ? 0 : draw(10)
    if (kind === 1) throw new CaptureError({ code: 'lookup_failed', message: 'down' })
    await context.beforeSend()
    if (kind === 2) throw new CaptureError({ code: 'not_sent', message: 'no route' })
    if (kind === 3) return declined()
    await pause([50, 50, 50, 50, 5_000, 25_000, 70_000, 50, 50, 50][kind] ?? 50)
    if (kind === 7) return unknown(context)
    move(settlement)
    if (kind === 8) throw new Error('the answer was lost')
    if (kind === 9) return pending(context)
    return captured(settlement)
  }

  async function resolve(settlement: Settlement, handle: CaptureHandle): Promise<CaptureOutcome> {
    await pause(20)
    if (!well && draw(4) === 1) throw new Error('down')
    const found = book.some(({ requestId }) => requestId === settlement.requestId)
    return found ? captured(settlement, { basis: 'lookup' }) : unknown({ handle })
  }

  /** As it must be: cancelling again says what became of it, and what has been captured is not given up. */
  async function cancel(): Promise<CancelResult> {
    const kind = well ? 0 : draw(6)
    if (kind === 1 && givenUpAt === null) return { status: 'declined' }
    if (kind === 2) throw new Error('down')
    if (kind === 3) await pause(130_000)
    if (book.length > 0) return { status: 'declined' }
    givenUpAt ??= book.length
    if (kind === 4) await pause(130_000)
    if (kind === 5) throw new Error('the answer was lost')
    return { status: 'cancelled' }
  }

  function start() {
    const process = startProcess(store)
    const connector: VtexConnector = createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store: process.store,
      clock,
      payment: () => ({ currency: 'BRL', authorized: '100.00', state: 'authorized' }),
      capture: process.alive(capture),
      resolve: process.alive(resolve),
      cancel: process.alive(cancel),
    })
    return { connector, kill: process.kill }
  }

  let live = start()
  const isWhole = draw(2) === 0
  const asked = new Map<string, number>()
  const told = new Map<string, Answered>()
  let ids = 0
  let cancelledAt: number | null = null

  /** Sends, and gives up after 25 seconds as a caller would. */
  async function send(requestId: string, value: number): Promise<void> {
    asked.set(requestId, value)
    const answer = ask(live.connector, `/payments/${paymentId}/settlements`, settlementBody({ requestId, value }))
    const heard = await clock.run(Promise.race([answer, pause(25_000).then(() => null)]))
    if (heard === null || (!well && draw(4) === 1)) return
    check(requestId, value, heard)
  }

  function check(requestId: string, value: number, { status, json, text }: Answered): void {
    if (status !== 200) {
      if (json.settleId !== null || json.value !== 0) throw new Error(`a failure that moved: ${text}`)
      return
    }
    const before = told.get(requestId)
    if (before !== undefined && before.text !== text) throw new Error(`two answers: ${before.text} and ${text}`)
    told.set(requestId, { status, json, text, headers: new Headers() })
    if (json.value !== value || book.length === 0) throw new Error(`captured, and nothing moved: ${text}`)
  }

  const newId = () => `r-${++ids}`
  const value = () => (isWhole ? 100 : ([30, 40][ids % 2] ?? 30))
  let current = { id: newId(), value: value() }

  for (let steps = 2 + draw(7); steps > 0; steps--) {
    const action = draw(8)
    if (action === 1) {
      await Promise.all([send(current.id, current.value), send(current.id, current.value)])
    } else if (action === 2) {
      const doomed = live
      clock.after([0, 10, 60, 4_000][draw(4)] ?? 0, () => doomed.kill())
      await send(current.id, current.value)
      live = start()
    } else if (action === 3) {
      current = { id: newId(), value: value() }
      await send(current.id, current.value)
    } else if (action === 4) {
      const other = start()
      const old = live
      const first = send(current.id, current.value)
      live = other
      await Promise.all([first, send(current.id, current.value)])
      old.kill()
    } else if (action === 5) {
      await clock.advance([1_000, 130_000, 3_600_000, 90_000_000][draw(4)] ?? 0)
    } else if (action === 6 && draw(3) === 1) {
      const doomed = live
      if (draw(4) === 1) {
        clock.after([0, 10, 60, 4_000][draw(4)] ?? 0, () => doomed.kill())
        live = start()
      }
      const body = { paymentId, requestId: `c-${steps}` }
      const answer = ask(doomed.connector, `/payments/${paymentId}/cancellations`, body)
      const heard = await clock.run(Promise.race([answer, pause(25_000).then(() => null)]))
      if (heard?.status === 200 && cancelledAt === null) cancelledAt = book.length
    } else await send(current.id, current.value)
  }

  well = true
  live = start()
  await clock.advance(200_000)
  for (let round = 0; round < 2; round++) for (const [requestId, amount] of asked) await send(requestId, amount)

  const moved = (id: string) => book.filter(({ requestId }) => requestId === id).length
  for (const id of asked.keys()) {
    if (moved(id) > 1) throw new Error(`${id} was captured ${moved(id)} times`)
    if (moved(id) === 1 && told.get(id) === undefined) throw new Error(`${id} was captured, and VTEX is never told`)
  }
  const total = book.reduce((sum, entry) => sum + BigInt(entry.value.replace('.', '')), 0n)
  if (total > 10_000n) throw new Error(`more than the authorized amount was captured: ${total}`)
  if (isWhole && book.length > 1) throw new Error('the whole was captured twice')
  if (cancelledAt !== null && book.length > cancelledAt) throw new Error('captured after the cancellation')
  if (givenUpAt !== null && book.length > givenUpAt) throw new Error('captured after the provider had cancelled')
  const settleIds = new Set([...told.values()].map(({ json }) => json.settleId))
  if (settleIds.size !== book.length) throw new Error(`${settleIds.size} settlements told, ${book.length} captured`)
}
