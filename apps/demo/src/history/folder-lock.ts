import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One process at a time may open the folder: of two, each silently loses what the other writes. */
export interface FolderLock {
  release(): void
}

/** @returns the process that holds it, when it is held by one that lives */
export function lockFolder(folder: string): FolderLock | { readonly heldBy: number } {
  const file = `${folder}.lock`
  mkdirSync(dirname(file), { recursive: true })
  for (let tries = 0; tries < 5; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return { release: () => releaseIfOurs(file) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = holderOf(file)
    if (holder !== null && lives(holder)) return { heldBy: holder }
    // Its process is gone: it ended without a word.
    rmSync(file, { force: true })
  }
  return { heldBy: 0 }
}

function releaseIfOurs(file: string): void {
  if (holderOf(file) === process.pid) rmSync(file, { force: true })
}

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
