/// <reference path="./fs-native-extensions.d.ts" />
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tryLock } from 'fs-native-extensions'
import { LedgerError } from '../error.ts'

/**
 * Takes a folder for this process alone. The lock is the operating system's: it ends with the process, however that ends, so
 * a dead owner's is free at once, and one that merely sleeps keeps its own.
 *
 * @returns how to let go
 * @throws LedgerError `folder_in_use`
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'ledger.lock')
  const descriptor = openSync(path, 'a+', 0o600)
  try {
    if (!tryLock(descriptor)) {
      const owner = readFileSync(path, 'utf8').trim()
      throw new LedgerError({
        code: 'folder_in_use',
        field: 'folder',
        message: `${folder} is open in ${owner === '' ? 'another process' : `process ${owner}`}: an embedded ledger has one process at a time. Stop it, or move to a PostgreSQL server`,
      })
    }
    ftruncateSync(descriptor)
    writeSync(descriptor, `${process.pid}\n`)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  return () => closeSync(descriptor)
}
