import { agrees, compared, notAsked, open, type Reading } from '../../../probe/question.ts'
import type { Finding } from '../../../probe/run-probe.ts'
import { shown } from '../../../probe/text.ts'
import { metadata } from './answers.ts'
import type { Call } from './call.ts'
import { type Move, moves } from './script.ts'

/** Section 12 of vtex.md, answered by what VTEX did. */
export function readingsOf(calls: readonly Call[]): readonly Finding[] {
  const settlements = calls.filter(({ operation }) => operation === 'settlement')
  const byPayment = [...Map.groupBy(settlements, ({ paymentId }) => paymentId ?? '').values()]
  const pairs = byPayment.flatMap((ofPayment) =>
    ofPayment.map((call, index) => ({ call, next: ofPayment[index + 1] ?? null })),
  )
  const asked = (run: () => Reading) => (settlements.length === 0 ? notAsked('no settlement came') : run())
  return [
    finding(
      'retry-cadence',
      1,
      'How often is a settlement retried, and under the same request id?',
      'the same id: a new one is a new settlement',
      () =>
        asked(() => {
          const gaps = pairs.flatMap(({ call, next }) => (next === null ? [] : [seconds(next.at - call.at)]))
          if (gaps.length === 0) return open('nothing was retried while the probe listened')
          const same = pairs.filter(({ call, next }) => next !== null && next.requestId === call.requestId).length
          return compared(
            same === gaps.length,
            `${same} of ${gaps.length} retries kept the request id; after ${gaps.join(', ')}`,
          )
        }),
    ),
    finding(
      'effect-of-answers',
      2,
      'What do 500, 200 with null, 202, 4xx and 501 lead to?',
      '500 and null lead to a retry',
      () => asked(() => open(eachMove(pairs, (ofMove) => whatFollowed(ofMove)))),
    ),
    finding(
      'short-answer',
      3,
      'What happens when the answered value is below what was asked?',
      'nothing is known',
      () => {
        const short = pairs.filter(({ call }) => call.move === 'short')
        if (short.length === 0) return notAsked('no settlement was answered short')
        return open(
          short
            .map(
              ({ call, next }) =>
                `asked ${shown(call.value)}, answered half; ${next === null ? 'nothing followed' : `then asked ${shown(next.value)}`}`,
            )
            .join('; '),
        )
      },
    ),
    finding(
      'terminal-signal',
      4,
      'After which answers does VTEX stop asking?',
      'after a settlement, and nothing else',
      () =>
        asked(() => {
          const last = byPayment.flatMap((ofPayment) => ofPayment.at(-1)?.move ?? [])
          return open(
            `the last answers before silence: ${[...new Set(last)].join(', ')} (silence may only mean that the probe ended)`,
          )
        }),
    ),
    finding('time-limit', 5, 'How long does VTEX wait for an answer?', '20 s; 5 s in the Test Suite', () => {
      const hung = settlements.filter(({ move }) => move === 'hang')
      if (hung.length === 0) return notAsked('no settlement was left without an answer')
      const gaveUp = hung.flatMap(({ gaveUpAfterMs, testSuite }) =>
        gaveUpAfterMs === null ? [] : [`${seconds(gaveUpAfterMs)}${testSuite ? ' (Test Suite)' : ''}`],
      )
      return open(
        gaveUp.length === 0 ? 'it was still waiting when the probe ended' : `it gave up after ${gaveUp.join(', ')}`,
      )
    }),
    finding('test-suite', 6, 'What does the Test Suite send to Settle?', 'the header X-VTEX-API-Is-TestSuite', () =>
      asked(() => {
        const suite = settlements.filter(({ testSuite }) => testSuite)
        const families = [...new Set(settlements.map(({ headerFamily }) => headerFamily))].join(', ')
        const fields = [...new Set(settlements.flatMap((call) => call.fields))].join(', ')
        return open(
          `${suite.length} of ${settlements.length} came from the Test Suite; credentials under: ${families}; fields: ${fields}`,
        )
      }),
    ),
    finding('lengths', 7, 'How long are ids, and are a long code and message taken?', 'ids up to 128 characters', () =>
      asked(() => {
        const longest = Math.max(
          ...settlements.flatMap(({ paymentId, requestId }) => [paymentId?.length ?? 0, requestId?.length ?? 0]),
        )
        const long = pairs.filter(({ call }) => call.move === 'long')
        const effect = long.length === 0 ? '' : `; after a long code and message: ${whatFollowed(long)}`
        return compared(longest <= 128, `the longest id has ${longest} characters${effect}`)
      }),
    ),
    finding(
      'connector-metadata',
      8,
      'Does a settlement bring back the connectorMetadata of the authorisation?',
      'it does (the names suggest so)',
      () => {
        const created = new Set(
          calls.filter(({ operation }) => operation === 'payment').map(({ paymentId }) => paymentId),
        )
        const after = settlements.filter(({ paymentId }) => created.has(paymentId))
        if (after.length === 0) return notAsked('no payment was both created and settled here')
        const echoed = after.filter((call) => JSON.stringify(call.connectorMetadata) === JSON.stringify(metadata))
        if (echoed.length === after.length) return agrees('it does, unchanged')
        return compared(false, `it brings ${shown(after[0]?.connectorMetadata)}`)
      },
    ),
  ]
}

type Pair = { readonly call: Call; readonly next: Call | null }

function eachMove(pairs: readonly Pair[], say: (pairs: readonly Pair[]) => string): string {
  return (Object.keys(moves) as Move[])
    .map((move) => [move, pairs.filter(({ call }) => call.move === move)] as const)
    .filter(([, ofMove]) => ofMove.length > 0)
    .map(([move, ofMove]) => `${move}: ${say(ofMove)}`)
    .join('; ')
}

function whatFollowed(pairs: readonly Pair[]): string {
  const retried = pairs.flatMap(({ call, next }) => (next === null ? [] : [seconds(next.at - call.at)]))
  if (retried.length === 0) return 'nothing followed'
  const all = retried.length === pairs.length ? '' : `${retried.length} of ${pairs.length} `
  return `${all}asked again after ${retried.join(', ')}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function finding(name: string, number: number, ask: string, assumed: string, read: () => Reading): Finding {
  return { name, ask, source: `vtex.md 12.${number}`, assumed, movesMoney: false, exchanges: [], reading: read() }
}
