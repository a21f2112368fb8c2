import { createLab, type LabOptions, type SeenAtProbe } from './lab.ts'
import { notAsked, open, type Question, type Reading } from './question.ts'

/** A provider to be asked, at an emulator or a sandbox. */
export interface ProbeSession extends Pick<LabOptions, 'baseUrl' | 'secrets' | 'visible'> {
  readonly questions: readonly Question[]
  close(): Promise<void>
}

/** A question with what was found out. */
export interface Finding {
  readonly name: string
  readonly ask: string
  readonly source: string
  readonly assumed: string
  readonly movesMoney: boolean
  readonly exchanges: readonly SeenAtProbe[]
  readonly reading: Reading
}

export interface ProbeOptions {
  /** The questions that may move money are asked too. */
  readonly yes: boolean
  readonly patienceMs: number
  /** Only the questions of these names; empty means all. */
  readonly only: readonly string[]
  readonly onFinding: (finding: Finding) => void
}

/** Asks one question after the other: what one of them does, the next must be able to rely on. */
export async function runProbe(session: ProbeSession, options: ProbeOptions): Promise<readonly Finding[]> {
  const { yes, patienceMs, only, onFinding } = options
  const findings: Finding[] = []
  for (const question of session.questions) {
    if (only.length > 0 && !only.includes(question.name)) continue
    const exchanges: SeenAtProbe[] = []
    const lab = createLab({ ...session, patienceMs, onExchange: (exchange) => exchanges.push(exchange) })
    const reading =
      question.movesMoney && !yes ? notAsked('it may move money: --yes asks it') : await question.run(lab).catch(failed)
    const silent = exchanges.length > 0 && exchanges.every(({ came }) => came.failure !== null)
    const { name, ask, source, assumed, movesMoney } = question
    const finding: Finding = {
      ...{ name, ask, source, assumed, movesMoney, exchanges },
      reading: silent ? open(`no answer: ${exchanges[0]?.came.failure ?? ''}`) : reading,
    }
    findings.push(finding)
    onFinding(finding)
  }
  return findings
}

function failed(error: unknown): Reading {
  return open(`the question could not be asked: ${error instanceof Error ? error.message : String(error)}`)
}
