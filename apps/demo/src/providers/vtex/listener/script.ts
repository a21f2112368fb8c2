import { UsageError } from '../../../engine/usage-error.ts'

/** What the listener can answer to a settlement. Each is a question to VTEX: what do you do now? */
export const moves = {
  '500': '500 with the failure body: not yet',
  null: '200 with settleId null',
  '202': '202 with the failure body',
  '400': '400 with the failure body',
  '501': '501 with the failure body',
  garbage: '200 with a body that is not JSON',
  long: '500 with a code of 200 and a message of 4,000 characters',
  hang: 'no answer, until the other side gives up',
  short: 'settled, half of what was asked',
  settle: 'settled',
} as const

export type Move = keyof typeof moves

const names = Object.keys(moves) as readonly Move[]

/** Ends the retries last: what comes after `settle` is not documented to come at all. */
export const defaultScript: readonly Move[] = [
  '500',
  '500',
  'null',
  '202',
  '400',
  '501',
  'garbage',
  'long',
  'hang',
  'short',
  'settle',
]

/**
 * Reads a script such as `500,null,settle`: the answers to the settlements of each payment, in order. The last one is
 * repeated.
 *
 * @throws UsageError
 */
export function scriptOf(text: string | undefined): readonly Move[] {
  if (text === undefined) return defaultScript
  return text.split(',').map((word) => {
    const move = names.find((name) => name === word.trim())
    if (move === undefined) throw new UsageError(`--script: ${JSON.stringify(word)} is none of ${names.join(', ')}`)
    return move
  })
}
