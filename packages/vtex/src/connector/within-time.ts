import { type Answer, failure } from './answers.ts'
import type { Call } from './wiring.ts'

/** Answers "not yet" when the work takes longer than VTEX waits. The work goes on, and its result is for the next call. */
export function withinTime(
  call: Call,
  ms: number,
  work: Promise<Answer>,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let cancel = () => {}
    work.then(
      (answer) => {
        cancel()
        resolve(answer)
      },
      (error) => {
        cancel()
        reject(error)
      },
    )
    cancel = call.wiring.clock.after(ms, () => {
      call.overtime = true
      waitUntil(work.catch(() => {}))
      resolve(failure(call.route.name, 500, 'in-progress', call.echo))
    })
  })
}
