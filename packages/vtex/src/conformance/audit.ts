import type { Check } from './check.ts'
import type { Logged, Route } from './gateway.ts'
import { beyond, type Play } from './play.ts'
import { Failed, Skipped } from './verdicts.ts'

/** What is wrong with an answer, or null. */
export type Finding = string | null

interface Audit extends Pick<Check, 'id' | 'title' | 'rule' | 'change'> {
  readonly routes: readonly Route[]
  /** Broken calls too, those without credentials among them. Default: well-formed ones only. */
  readonly all?: true
  /** Calls that got no answer too. */
  readonly unanswered?: true
  readonly when?: (logged: Logged) => boolean
  judge(logged: Logged, play: Play): Finding
}

/** A check that reads every answer there was, and makes the usual calls itself where there was none. */
export function auditOf({ routes, all, unanswered, when = () => true, judge, ...check }: Audit): Check {
  const read = (play: Play) =>
    play
      .logged(...routes)
      .filter((logged) => (all || logged.call.asked !== undefined) && when(logged))
      .filter(({ answer }) => unanswered || answer.failure === null)
      // Whoever is not let in is owed no body: that the right pair is let in is a check of its own.
      .filter(({ answer }) => all || (answer.status !== 401 && answer.status !== 403))
  return {
    ...check,
    audit: true,
    async run(play) {
      if (read(play).length === 0) await rehearse(play)
      const answers = read(play)
      if (answers.length === 0) throw new Skipped('there was no such answer in this run')
      const wrong = answers.flatMap((logged) => {
        const finding = judge(logged, play)
        return finding === null ? [] : [{ finding, step: logged.answer.step }]
      })
      const [first] = wrong
      if (first === undefined) return
      const more = wrong.length === 1 ? '' : ` (and ${wrong.length - 1} more)`
      throw new Failed(
        `${wrong.length} of ${answers.length} answers: ${first.finding}${more}`,
        wrong.slice(0, 3).map(({ step }) => step),
      )
    },
  }
}

/** One answer of each kind. */
async function rehearse(play: Play): Promise<void> {
  if (play.methods.card === null) return
  const { without } = play.gateway.settings
  const payment = await play.approved()
  await play.settle(payment, { value: beyond(payment, '100.01') })
  const { settleId } = await play.settled(payment)
  if (!without.has('refund')) {
    await play.refund(payment, settleId)
    await play.refund(payment, settleId)
  }
  if (without.has('cancellation')) return
  await play.cancel(payment)
  await play.cancel(await play.approved())
}
