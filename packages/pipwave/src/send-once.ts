import {
  backoffMs,
  type Call,
  type DoneDraft,
  type Draft,
  type Exchanged,
  type HandleAction,
  type JsonObject,
  type JsonValue,
  nothingSent,
  type Refusal,
  type Reply,
  type Settled,
  type UnknownCause,
  type UnknownDraft,
  verdict,
} from '@cap/core/http'
import { aboutAnother } from './answer.ts'
import { tooLateToSend } from './error.ts'
import { look } from './look.ts'
import { type Found, knownIds } from './payment.ts'
import { type Pair, type SignedAction, signedExchange } from './signature.ts'
import { causeOf } from './unread.ts'
import type { Attempting, Write } from './write.ts'

/** Sends a write, and finds out what became of it. */
export async function sendOnce<Done extends DoneDraft, Before extends JsonObject>(
  attempting: Attempting,
  write: Write<Done, Before>,
  pwId: string,
  before: Before,
): Promise<Settled<Done>> {
  const { call } = attempting
  const exchanged = await dispatch(attempting, { ...write, fields: write.fields(pwId) })
  if (exchanged.kind === 'refused') return exchanged.refusal
  if (exchanged.kind === 'failed') {
    call.conclude(exchanged, `no answer: ${exchanged.cause}`)
    return findOut(attempting, write, before, exchanged.cause, null)
  }
  return settle(attempting, write, before, exchanged.reply, (said) => call.conclude(exchanged, said))
}

interface Signed {
  readonly kind?: HandleAction
  readonly action: SignedAction
  readonly fields: readonly Pair[]
  readonly unsigned?: Readonly<Record<string, JsonValue>>
}

/** Sends once. It goes again only when it provably never left. */
export async function dispatch(
  { call, account, signer, reserveMs }: Pick<Attempting, 'call' | 'account' | 'signer' | 'reserveMs'>,
  { kind, action, fields, unsigned }: Signed,
): Promise<Exchanged | { readonly kind: 'refused'; readonly refusal: Refusal }> {
  const { settings } = account
  for (let number = 1; ; number++) {
    const room = call.remainingMs() - reserveMs
    if (room <= 0) return { kind: 'refused', refusal: tooLate(call) }
    const exchange = signedExchange(account, signer, action, fields, unsigned)
    const { signatureBase } = exchange
    const exchanged = await call.exchange(exchange, {
      purpose: kind ?? 'capture',
      timeoutMs: room,
      ...(signatureBase === undefined ? {} : { signatureBase }),
    })
    if (exchanged.kind !== 'failed' || exchanged.sent !== 'no') return exchanged
    call.conclude(exchanged, 'not_sent')
    const ms = backoffMs(number, settings.random)
    const again = number < settings.maxAttempts && ms < call.remainingMs() - reserveMs
    if (!again || !(await call.wait(ms, 'not_sent'))) {
      return { kind: 'refused', refusal: nothingSent(call, exchanged.code) }
    }
  }
}

async function settle<Done extends DoneDraft, Before extends JsonObject>(
  attempting: Attempting,
  write: Write<Done, Before>,
  before: Before,
  reply: Reply,
  conclude: (verdict: string) => void,
): Promise<Settled<Done>> {
  const { call, account, signer, ask } = attempting
  const answer = aboutAnother(reply, call.identity?.ids ?? {}) ?? write.read(reply)
  switch (answer.kind) {
    case 'settled': {
      const { settled } = answer
      conclude(verdict(settled))
      if (settled.status !== 'declined' && settled.status !== 'refused') write.accepted?.(call, before)
      return settled
    }
    case 'could_not': {
      conclude(`requery: status ${answer.code}`)
      const found = await look(call, account, signer, ask, { purpose: 'lookup' })
      return write.afterCouldNot(before, found.kind === 'found' ? found : null, answer)
    }
    case 'maybe':
      conclude(`requery: ${answer.cause}`)
      return findOut(attempting, write, before, answer.cause, answer.raw)
  }
}

/** Least milliseconds between two looks, whatever the jitter draws. */
const leastWaitMs = 200

/** Looks at the payment until the write is proven, or the deadline comes. It is never sent again. */
async function findOut<Done extends DoneDraft, Before extends JsonObject>(
  attempting: Attempting,
  write: Write<Done, Before>,
  before: Before,
  cause: UnknownCause,
  answered: UnknownDraft['raw'],
): Promise<Draft<Done>> {
  const { call, account, signer, ask } = attempting
  const provable = write.canBeProven(before)
  let seen: Found | null = null
  for (let round = 1; ; round++) {
    // What no look can prove is looked at all the same, for the person who has to find out.
    const result = await look(call, account, signer, ask, { purpose: 'lookup', ...(provable ? { attempts: 1 } : {}) })
    if (result.kind === 'found') {
      seen = result
      const proven = write.provenBy(before, result)
      if (proven !== null) return proven
      if (write.isOver(result.payment, before)) break
    }
    if (!provable) break
    const asked = result.kind === 'failed' ? result.askedWaitMs : null
    const ms = Math.max(leastWaitMs, asked ?? backoffMs(round, account.settings.random))
    if (!(await call.wait(ms, cause))) break
  }
  const over = seen !== null && write.isOver(seen.payment, before)
  if (cause === 'mismatch') return { status: 'unknown', cause, mismatch: true, needs: 'person', raw: answered }
  return {
    status: 'unknown',
    cause: over ? 'refused_after_maybe_applied' : causeOf(call, cause),
    needs: provable && !over ? 'resolve' : 'person',
    ...(seen === null ? {} : { ids: knownIds(seen.payment) }),
    raw: answered ?? seen?.raw ?? null,
  }
}

/** Nothing more can be sent in time. */
export function tooLate(call: Call): Refusal {
  return call.stopped === null ? tooLateToSend(call.name) : nothingSent(call, '')
}
