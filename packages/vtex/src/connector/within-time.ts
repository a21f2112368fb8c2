import { type Answer, failure } from './answers.ts'
import type { Call } from './wiring.ts'

/** Answers "not yet" when the work takes longer than VTEX waits. The work goes on, and its result is for the next call. */
export async function withinTime(
  call: Call,
  ms: number,
  work: Promise<Answer>,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Answer> {
  let cancel = () => {}
  const timeUp = new Promise<Answer>((resolve) => {
    cancel = call.wiring.clock.after(ms, () => {
      call.overtime = true
      waitUntil(work.catch(() => {}))
      resolve(failure(call.route.name, 500, 'in-progress', call.echo))
    })
  })
  try {
    return await Promise.race([work, timeUp])
  } finally {
    cancel()
  }
}
