import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BatchUpload } from '../api/batch.ts'
import { formatOf } from '../batch/read-file.ts'
import { UsageError } from '../engine/usage-error.ts'
import { runId } from '../session/run-id.ts'
import { fieldError, SessionError } from '../session/session-error.ts'

/** Half a million rows. The command line takes a file of any size, where it lies. */
export const longestUpload = 64 * 1024 * 1024

/** Files that nobody made a batch of. */
const keptDrafts = 20

const idPattern = /^[a-z0-9]{13}\.(?:csv|ndjson)$/

export interface Upload {
  readonly id: string
  /** As its owner calls it. */
  readonly name: string
  readonly path: string
}

/**
 * Files on their way to become a batch, in a folder that only its owner reads: their rows hold payer tokens. Each is deleted
 * once it is of no more use.
 */
export class Uploads {
  readonly #folder: string
  readonly #drafts = new Map<string, Upload>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws SessionError for a name that says no format, and for too long a file: nothing is kept of it */
  async take(name: string, body: AsyncIterable<Uint8Array> | null): Promise<BatchUpload> {
    const shown = (name.split(/[\\/]/).at(-1) ?? '').slice(0, 200)
    const ending = endingOf(shown)
    if (body === null) throw fieldError('file', 'is empty')
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    chmodSync(this.#folder, 0o700)
    const id = `${runId(Date.now())}.${ending}`
    const path = this.pathOf(id)
    let bytes = 0
    const measured = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length
        done(bytes > longestUpload ? tooLong() : null, chunk)
      },
    })
    try {
      await pipeline(Readable.from(body), measured, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
      if (bytes === 0) throw fieldError('file', 'is empty')
    } catch (error) {
      rmSync(path, { force: true })
      throw error instanceof SessionError ? error : new SessionError('invalid-request', 'The upload broke off.')
    }
    this.#drafts.set(id, { id, name: shown, path })
    for (const old of [...this.#drafts.keys()].slice(0, -keptDrafts)) this.delete(old)
    return { file: id, name: shown, bytes }
  }

  /** @throws SessionError for one that is not there, or no more */
  draft(id: string): Upload {
    const draft = this.#drafts.get(id)
    if (draft !== undefined) return draft
    throw fieldError('file', 'is not here any more: choose it again')
  }

  /** It belongs to a batch from now on, which says when it is to be deleted. */
  claim(id: string): void {
    this.#drafts.delete(id)
  }

  pathOf(id: string): string {
    if (!idPattern.test(id)) throw fieldError('file', 'is no file of the harness')
    return join(this.#folder, id)
  }

  has(id: string): boolean {
    return existsSync(this.pathOf(id))
  }

  delete(id: string): void {
    this.#drafts.delete(id)
    rmSync(this.pathOf(id), { force: true })
  }

  /** Deletes what a harness that was killed left behind. */
  keepOnly(ids: ReadonlySet<string>): void {
    if (!existsSync(this.#folder)) return
    for (const name of readdirSync(this.#folder)) {
      const known = ids.has(name) || this.#drafts.has(name)
      if (!known && idPattern.test(name) && statSync(join(this.#folder, name)).isFile()) this.delete(name)
    }
  }

  close(): void {
    for (const id of this.#drafts.keys()) this.delete(id)
  }
}

function endingOf(name: string): 'csv' | 'ndjson' {
  try {
    return formatOf(name)
  } catch (error) {
    if (error instanceof UsageError)
      throw fieldError('file', 'must be a .csv file, or .ndjson with one JSON object a line')
    throw error
  }
}

function tooLong(): SessionError {
  const megabytes = longestUpload / 1024 / 1024
  return fieldError(
    'file',
    `is longer than ${megabytes} MB: use the command line, npm start -- batch, which has no limit`,
  )
}
