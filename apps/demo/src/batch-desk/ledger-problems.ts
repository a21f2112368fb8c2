import { LedgerError } from '@cap/ledger'
import { UsageError } from '../engine/usage-error.ts'
import { fieldError, SessionError } from '../session/session-error.ts'
import type { Upload } from './uploads.ts'

/** What the ledger, or a step of a batch, refuses, as the server answers it. */
export function asSessionError(error: unknown, upload?: Pick<Upload, 'path' | 'name'>): unknown {
  if (LedgerError.isInstance(error)) {
    const field = error.field === null ? undefined : fields[error.field]
    if (field !== undefined) return fieldError(field, error.message.replace(`${error.field} `, ''))
    const missing = error.code === 'batch_unknown' || error.code === 'operation_unknown'
    return new SessionError(missing ? 'not-found' : 'not-allowed', sentence(error.message))
  }
  if (!(error instanceof UsageError)) return error
  const message = error.message.replace(/^--([\w-]+)/, '$1')
  const told = upload === undefined ? message : withoutPath(message, upload.path, upload.name)
  const field = error.field === null ? null : camelCase(error.field)
  if (field !== null) return fieldError(field, told.replace(`${error.field} `, ''))
  return upload === undefined ? new SessionError('not-allowed', told) : fieldError('file', told)
}

/** Fields of an order by the ledger's own names of them. */
const fields: Readonly<Record<string, string>> = {
  batch: 'name',
  expectedCount: 'expectCount',
  expectedSums: 'expectSum',
  rowCaps: 'rowCap',
  batchCaps: 'batchCap',
}

/** Where a file lies in the harness means nothing to whoever uploaded it. */
export function withoutPath(message: string, path: string, name: string): string {
  return message.replaceAll(path, name)
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
