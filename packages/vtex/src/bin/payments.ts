import { readFile } from 'node:fs/promises'
import type { AuthorizedPayment } from '../conformance/options.ts'
import { UsageError } from './arguments.ts'

/**
 * The payments of a file; that each makes sense, the run checks.
 *
 * @throws UsageError, whose message repeats nothing of what was read
 */
export async function readPaymentsFile(file: string): Promise<readonly AuthorizedPayment[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new UsageError(`the payments file ${file} cannot be read`)
  }
  const list = parse(text)
  if (!Array.isArray(list)) throw new UsageError(`the payments file ${file} is no JSON list`)
  return list
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
