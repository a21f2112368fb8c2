import { type Wiring, wiringOf } from '../client-context.ts'

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
