import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { batchOrderSchema, batchSchema } from '../api/batch.ts'
import { money } from '../api/json.ts'

const recordSchema = v.object({
  version: v.literal(1),
  order: batchOrderSchema,
  /** Its rows, while they are needed. */
  file: v.nullable(v.string()),
  shown: v.omit(batchSchema, ['declined', 'open', 'sums']),
  /** What the emulator's book had of it when it was worked on last; null where nobody looked yet. */
  settled: v.nullable(v.array(v.object({ payment: v.string(), amount: money }))),
})

/** What the harness knows of a batch beside what the ledger does. Without the content of any row. */
export type BatchRecord = v.InferOutput<typeof recordSchema>

/** Records of batches in a folder of the ledger, one file each. */
export class BatchRecords {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Those that can be read; a file that cannot is left alone. */
  load(): BatchRecord[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .flatMap((name) => {
        const read = v.safeParse(recordSchema, parsed(readFileSync(join(this.#folder, name), 'utf8')))
        return read.success ? [read.output] : []
      })
  }

  /** Replaces the file as a whole: a crash leaves the one before. */
  save(record: BatchRecord): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    chmodSync(this.#folder, 0o700)
    const path = join(this.#folder, `${record.shown.id}.json`)
    writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
