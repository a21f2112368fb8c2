import type { Scenario } from '@cap/core/testing'

/** An answer the emulator can be told to give to the next capture. */
export interface PipwaveScenario extends Scenario {
  /** Whether the capture is processed under it. */
  readonly moves: boolean
  /** The body it is answered with; null: whatever the state makes of it. */
  readonly answer: Readonly<Record<string, unknown>> | null
  /** What the payment becomes, besides. */
  readonly becomes?: { readonly transactionStatus: number; readonly requireCapture: boolean }
}

const page = 'https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/capture_payment.md#response'
const codes = 'https://docs.pipwave.com/appendix/api_status_code.html'
const woo = 'https://github.com/dpodium-roc/pipwave_WooCommerce_Plugin (a message that is an array)'
const browser = 'the browser endpoints under /payment/sdk (a message that is an object)'

function refusal(code: number, title: string): PipwaveScenario {
  return {
    name: `status-${code}`,
    title: `${code}: ${title}`,
    source: codes,
    moves: false,
    answer: { status: code, message: title },
  }
}

/** An answer that does not tell whether the money moved, in both versions. */
function ambiguous(
  name: string,
  title: string,
  source: string,
  answer: Readonly<Record<string, unknown>>,
): readonly PipwaveScenario[] {
  return [true, false].map((moves) => ({
    name: `${name}-${moves ? 'moved' : 'not-moved'}`,
    title: `${title}, ${moves ? 'money moved' : 'nothing moved'}`,
    source,
    moves,
    answer,
  }))
}

/** Every code of the appendix, and the shapes in which status and message have been seen. */
export const pipwaveScenarios: readonly PipwaveScenario[] = [
  { name: 'captured', title: 'what the payment is captures', source: page, moves: true, answer: null },
  {
    name: 'status-200-number',
    title: '200 as a number',
    source: page,
    moves: true,
    answer: { status: 200, message: 'Success' },
  },
  {
    name: 'status-200-text',
    title: '200 as text, the documented type',
    source: page,
    moves: true,
    answer: { status: '200', message: '' },
  },
  {
    name: 'message-array',
    title: '200 with a list of messages',
    source: woo,
    moves: true,
    answer: { status: 200, message: ['Accepted.', 'Thank you.'] },
  },
  {
    name: 'message-object',
    title: '200 with an object for a message',
    source: browser,
    moves: true,
    answer: { status: 200, message: { result: 'Accepted.', detail: { code: 1 } } },
  },
  {
    name: 'message-absent',
    title: '200 without a message',
    source: page,
    moves: true,
    answer: { status: 200 },
  },
  {
    name: 'status-400',
    title: '400: could not be fulfilled, nothing moved',
    source: codes,
    moves: false,
    answer: { status: 400, message: 'The request could not be fulfilled.' },
  },
  {
    name: 'status-400-captured',
    title: '400, and the payment has been captured',
    source: codes,
    moves: true,
    answer: { status: 400, message: 'The transaction is not under AUTHORISATION status.' },
  },
  {
    name: 'status-400-cancelled',
    title: '400, and the payment has been cancelled',
    source: codes,
    moves: false,
    answer: { status: 400, message: 'The transaction is not under AUTHORISATION status.' },
    becomes: { transactionStatus: 2, requireCapture: false },
  },
  refusal(401, 'Signature invalid'),
  refusal(403, 'API key invalid'),
  refusal(404, 'Action invalid'),
  refusal(9001, 'Parameter error'),
  refusal(1001, 'The merchant does not offer the currency'),
  refusal(1002, 'Duplicate txn_id'),
  refusal(2001, 'Unsupported payment method'),
  refusal(2002, 'Token expired'),
  refusal(4001, 'Already fully refunded'),
  refusal(4002, 'The payment is not finalised'),
  refusal(4003, 'The refund exceeds the current amount'),
  refusal(4004, 'Refund not supported'),
  refusal(4005, 'Partial refund not supported'),
  refusal(4006, 'A reversal is already in process'),
  refusal(4501, 'No disputed chargeback to reverse'),
  ...ambiguous('status-500', '500: server error', codes, { status: 500, message: 'Server error' }),
  ...ambiguous('status-3001', '3001: belongs to notifications', codes, { status: 3001, message: 'See pw_reason' }),
  ...ambiguous('status-0', '0: the sample of the page', page, { status: '0', message: '' }),
  ...ambiguous('status-absent', 'no status', page, { message: 'Endpoint request timed out' }),
  ...ambiguous('status-new', 'a code that is not in the appendix', codes, { status: 7777, message: 'New' }),
]
