import type { CaptureHandle } from '@cap/core/http'
import { type Wiring, wiringOf } from '../client-context.ts'
import { invalidRequest } from '../error.ts'

/**
 * Every field of these operations, or of an answer to one, whose value may be shown to `onEvent`. `code` and `message` of a
 * Create Payment are text of the provider's that can quote a card, so that operation has a list of its own.
 */
const visibleFields: ReadonlySet<string> = new Set([
  'allowsSplit',
  'amount',
  'authorizationId',
  'cancellationId',
  'code',
  'comissionAmount',
  'documentType',
  'id',
  'message',
  'nsu',
  'paymentId',
  'refundId',
  'requestId',
  'role',
  'settleId',
  'tid',
  'transactionId',
  'value',
])

/** Hidden with everything below them, in lower case: their children are called `value`, `id` and `status` too. */
const hiddenFields: ReadonlySet<string> = new Set([
  'merchantsettings',
  'connectormetadata',
  'card',
  'minicart',
  'requestdata',
  'responsedata',
  'customfields',
  'paymentappdata',
])

/**
 * What an operation beside the capture works with.
 *
 * @throws CaptureError `invalid_request`, `field` `client`
 */
export function operationWiring(client: unknown, visible: ReadonlySet<string> = visibleFields): Wiring {
  const { settings, ...wiring } = wiringOf(client)
  return { ...wiring, settings: { ...settings, visibleFields: visible, hiddenFields } }
}

/**
 * Handles of changes have one `action`: what they stand for is told by the name of the operation. What is no handle at all is
 * left to whoever reads it.
 *
 * @throws CaptureError `invalid_request`, `field` `handle.operation`
 */
export function checkKind(handle: CaptureHandle, kind: 'payment' | 'inbound'): void {
  const operation: unknown = (handle as CaptureHandle | null)?.operation
  if (typeof operation !== 'string' || operation.startsWith(`${kind}:`)) return
  const problem = `must begin with "${kind}:": the handle is another operation's, resolve it with the function of that one`
  throw invalidRequest('handle.operation', problem)
}
