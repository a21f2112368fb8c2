/**
 * Writes to one payment go one after the other in this process, whichever client makes them: pipwave has no key by which it
 * would recognise a repeated one, and two at once are undefined.
 *
 * Other processes are out of reach of it. A store that admits one open operation per payment covers these.
 */

interface Line {
  readonly waiting: (() => void)[]
}

/** A write to the payment that may have been applied. */
interface Sent<Snapshot> {
  readonly snapshot: Snapshot
  /** Whoever began before it is behind it. Infinite while the call that sent it is under way. */
  readonly endedAt: number
}

interface Visit {
  readonly began: number
}

/** The line of each payment to which writes are under way, of whatever kind. */
const lines = new Map<string, Line>()
/** How much each lane remembers; for tests. */
const sizes: Lane<unknown>['size'][] = []

/** One call's stay, from before it reads anything until it is over. */
export interface Stay<Snapshot> {
  /** Resolves when it is this call's turn. */
  turn(payment: string): Promise<void>
  /** What was known before the write that another call of the lane sent while this one was waiting, or reading. */
  behind(payment: string): Snapshot | null
  /** Must come before the first byte of a write can leave. */
  sending(payment: string, snapshot: Snapshot): void
  /** The write of this call provably never left, or was thrown back: the next call is not behind it. */
  neverMind(payment: string): void
  /** Must be called in every case; lets the next one in. */
  leave(): void
}

/** One kind of write. Whoever waits stands in the payment's line with all kinds, but is behind its own kind only. */
export interface Lane<Snapshot> {
  enter(): Stay<Snapshot>
  size(): { readonly sent: number; readonly visits: number }
}

export function createLane<Snapshot>(): Lane<Snapshot> {
  /** Kept while a call is under way that is behind it. */
  const sent = new Map<string, Sent<Snapshot>>()
  /** In the order of `began`. */
  const visits = new Set<Visit>()
  let ended = 0

  function enter(): Stay<Snapshot> {
    const visit: Visit = { began: ended }
    visits.add(visit)
    const giveBack: (() => void)[] = []
    let mine: string | null = null
    let before: Sent<Snapshot> | undefined
    return {
      turn(payment) {
        const line = lines.get(payment)
        if (line === undefined) {
          lines.set(payment, { waiting: [] })
          giveBack.push(() => next(payment))
          return Promise.resolve()
        }
        return new Promise((resolve) => {
          let inTurn = false
          const start = () => {
            inTurn = true
            resolve()
          }
          line.waiting.push(start)
          giveBack.push(() => {
            if (inTurn) next(payment)
            else line.waiting.splice(line.waiting.indexOf(start), 1)
          })
        })
      },
      behind(payment) {
        const last = sent.get(payment)
        return last !== undefined && last.endedAt > visit.began ? last.snapshot : null
      },
      sending(payment, snapshot) {
        mine = payment
        before = sent.get(payment)
        sent.set(payment, { snapshot, endedAt: Number.POSITIVE_INFINITY })
      },
      neverMind(payment) {
        mine = null
        if (before === undefined) sent.delete(payment)
        else sent.set(payment, before)
      },
      leave() {
        const own = mine === null ? undefined : sent.get(mine)
        if (mine !== null && own !== undefined) {
          ended += 1
          sent.set(mine, { ...own, endedAt: ended })
        }
        visits.delete(visit)
        forget()
        for (const give of giveBack.splice(0)) give()
      },
    }
  }

  /** Drops what no call under way is behind. */
  function forget(): void {
    const oldest = visits.values().next().value?.began ?? Number.POSITIVE_INFINITY
    sent.forEach(({ endedAt }, payment) => {
      if (endedAt !== Number.POSITIVE_INFINITY && endedAt <= oldest) sent.delete(payment)
    })
  }

  const size = () => ({ sent: sent.size, visits: visits.size })
  sizes.push(size)
  return { enter, size }
}

function next(payment: string): void {
  const start = lines.get(payment)?.waiting.shift()
  if (start === undefined) lines.delete(payment)
  else start()
}

/** How much the lock remembers; for tests. */
export function lockSize(): { readonly lines: number; readonly sent: number; readonly visits: number } {
  let [sent, visits] = [0, 0]
  for (const size of sizes) {
    const one = size()
    sent += one.sent
    visits += one.visits
  }
  return { lines: lines.size, sent, visits }
}
