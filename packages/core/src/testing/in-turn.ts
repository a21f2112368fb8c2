/** Something that runs to an end, whatever it is. */
interface Runnable<Result> {
  readonly name: string
  run(): Promise<Result>
}

/**
 * Runs cases in their order, so many at a time, whatever order and however late their results are asked for: cases that
 * mostly wait need not wait for each other, and a hundred at once would keep each other from meeting their time limits.
 *
 * Nothing runs before the first result is asked for.
 *
 * @param atOnce default 16
 * @returns a name and the way to its result, for each case
 */
export function inTurn<Result>(
  cases: readonly Runnable<Result>[],
  atOnce = 16,
): readonly (readonly [name: string, result: () => Promise<Result>])[] {
  let results: readonly Promise<Result>[] | null = null

  function start(): readonly Promise<Result>[] {
    const waiting: (() => void)[] = []
    let free = atOnce
    const run = async (one: Runnable<Result>): Promise<Result> => {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await one.run()
      } finally {
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      }
    }
    return cases.map((one) => {
      const result = run(one)
      // Reported to whoever asks for it, which may be later.
      result.catch(() => {})
      return result
    })
  }

  return cases.map(({ name }, index) => [
    name,
    () => {
      results ??= start()
      return results[index] ?? Promise.reject(new Error(`no case ${index}`))
    },
  ])
}
