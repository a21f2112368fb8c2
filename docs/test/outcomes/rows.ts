import type { Emulator, OperationSubject } from '@cap/core/testing'
import { losesTheFirst, tryCapture } from './trial.ts'

export type Row = readonly string[]

/** As often as a call can ask. */
export const repeated = 10

export async function rows<Item>(
  items: readonly Item[],
  cells: (item: Item) => readonly (string | Promise<string>)[],
): Promise<readonly Row[]> {
  return Promise.all(items.map((item) => Promise.all(cells(item))))
}

/** Each scenario as the first answer, and as the answer to a repetition after a lost one. */
export function playedTwice<Request, Double extends Emulator, Name extends string>(
  subject: OperationSubject<Request, Double>,
  scenarios: readonly { readonly name: Name; readonly title: string }[],
  play: (emulator: Double, name: Name) => void,
): Promise<readonly Row[]> {
  return rows(scenarios, ({ name, title }) => [
    title,
    `\`${name}\``,
    tryCapture({ subject, prepare: (emulator) => play(emulator, name) }),
    tryCapture({ subject, prepare: (emulator) => play(emulator, name), harm: losesTheFirst }),
  ])
}
