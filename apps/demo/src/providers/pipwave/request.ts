import type { PipwaveCaptureRequest } from '@cap/pipwave'
import { textOf, type Values } from '../../engine/field.ts'
import { amountOf, filled, otherFields } from '../filled-in.ts'

/** The capture a user filled in. Whether it makes sense is the package's to say. */
export function captureOf(values: Values): PipwaveCaptureRequest {
  return {
    ...otherFields(values),
    ...filled({
      amount: amountOf(values),
      pwId: textOf(values, 'pw-id'),
      txnId: textOf(values, 'txn-id'),
      by: textOf(values, 'by'),
      operationId: textOf(values, 'operation-id'),
    }),
  } as PipwaveCaptureRequest
}

export function partialCaptureOf(values: Values): boolean {
  return values['partial-capture'] === true
}
