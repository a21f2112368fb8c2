/** Writes what is asked for at the same time in one statement: while one is under way, the next collects. */
export class Gather<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>
  readonly #most: number
  #waiting: { readonly item: Item; resolve(result: Result): void; reject(error: unknown): void }[] = []
  #busy = false

  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>, most = 256) {
    this.#run = run
    this.#most = most
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (this.#busy) return
      this.#busy = true
      // A turn later: whatever else becomes ready in this one comes along.
      setImmediate(() => void this.#flush())
    })
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most)
      try {
        const results = await this.#run(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
      } catch (error) {
        if (batch.length > 1 && isDataError(error)) await this.#oneByOne(batch)
        else for (const { reject } of batch) reject(error)
      }
    }
    this.#busy = false
  }

  /** One item that PostgreSQL cannot store must not refuse those it came with. */
  async #oneByOne(
    batch: readonly { readonly item: Item; resolve(result: Result): void; reject(error: unknown): void }[],
  ) {
    for (const { item, resolve, reject } of batch) {
      await this.#run([item]).then(([result]) => resolve(result as Result), reject)
    }
  }
}

/** Class 22 of SQLSTATE: a value that does not fit. Nothing of the statement was done. */
function isDataError(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return typeof code === 'string' && code.startsWith('22')
}
