import type { Scenario } from '@cap/core/testing'
import type { Answer } from './answers.ts'
import { type Created, errorAnswer, type PaymentStatus, paymentAnswer } from './payment-desk.ts'
import { constructed, html, page } from './stage.ts'

/** What a scenario may do at the provider before it answers a Create Payment. */
interface PaymentStage {
  readonly paymentId: string
  /** Everything that was asked. */
  readonly body: Readonly<Record<string, unknown>>
  /** Creates the payment, once; a payment that is known already stays as it is. */
  create(status: PaymentStatus, continuation?: Readonly<Record<string, unknown>>): Created
}

/** One scenario. */
export interface PaymentEntry {
  readonly title: string
  readonly source: string
  answer(stage: PaymentStage): Answer
}

const contract = 'OpenAPI of the Payment Provider Protocol, POST /payments'
const deprecated = `${contract}: deprecated`

/** Approves, and answers with other fields. */
function approvedWith(fields: Readonly<Record<string, unknown>>, status = 200) {
  return ({ create }: PaymentStage): Answer => {
    const { body } = paymentAnswer(create('approved'))
    // What is undefined is left out of the text.
    return { status, body: JSON.stringify({ ...JSON.parse(body), ...fields }) }
  }
}

function undefinedWith(continuation: Readonly<Record<string, unknown>>) {
  return ({ create }: PaymentStage): Answer => paymentAnswer(create('undefined', continuation))
}

/** The text in which a careless provider quotes the card it was sent. */
function quotingCard({ card }: Readonly<Record<string, unknown>>): string {
  const { number, csc, holder, expiration } = (card ?? {}) as Readonly<Record<string, unknown>>
  const { month, year } = (expiration ?? {}) as Readonly<Record<string, unknown>>
  const grouped = String(number).replace(/(\d{4})(?=\d)/g, '$1 ')
  return `Card ${number} (${grouped}) of ${String(holder).toUpperCase()}, CVV ${csc}, exp ${month}/${String(year).slice(2)}, refused`
}

const entries = {
  approved: { title: 'approved', source: contract, answer: approvedWith({}) },
  'approved-number-id': {
    title: 'approved, authorizationId is a number',
    source: 'Capture Payment, developer portal, 2020-11-05: a number there',
    answer: approvedWith({ authorizationId: 5784589 }),
  },
  'approved-max-value': {
    title: 'approved, with a ceiling above the value',
    source: `${contract}: typed integer, 16.6 in the guide`,
    answer: approvedWith({ maxValue: 166.6 }),
  },
  'approved-bare': {
    title: 'approved, with nothing but what is needed',
    source: constructed,
    answer: ({ create }) => {
      const { paymentId, authorizationId } = create('approved')
      return { status: 200, body: JSON.stringify({ paymentId, status: 'approved', authorizationId }) }
    },
  },
  'approved-without-authorization': {
    title: 'approved, and no authorizationId',
    source: constructed,
    answer: approvedWith({ authorizationId: null }),
  },
  'approved-under-500': { title: 'approved, and 500', source: constructed, answer: approvedWith({}, 500) },
  authorized: {
    title: 'the status is "authorized"',
    source: `${contract}: in the prose, and not among the values`,
    answer: approvedWith({ status: 'authorized' }),
  },
  denied: { title: 'denied', source: contract, answer: ({ create }) => paymentAnswer(create('denied')) },
  'denied-quoting-card': {
    title: 'denied, and the message quotes the card',
    source: constructed,
    answer: ({ create, body }) => {
      const answer = JSON.parse(paymentAnswer(create('denied')).body)
      return { status: 200, body: JSON.stringify({ ...answer, code: quotingCard(body), message: quotingCard(body) }) }
    },
  },
  undefined: { title: 'undefined: the provider will tell', source: contract, answer: undefinedWith({}) },
  redirect: {
    title: 'undefined: the buyer is redirected',
    source: contract,
    answer: undefinedWith({ paymentUrl: 'https://bank.example/login?payment=1' }),
  },
  'redirect-deprecated': {
    title: 'undefined: the buyer is redirected, by the old field',
    source: `${deprecated}; the Test Suite's text asks for it`,
    answer: undefinedWith({ redirectUrl: 'https://bank.example/login?payment=1' }),
  },
  'invoice-deprecated': {
    title: 'undefined: the buyer pays an invoice, by the old field',
    source: deprecated,
    answer: undefinedWith({ bankIssueInvoiceId: 'https://provider.example/invoices/1' }),
  },
  'redirect-script': {
    title: 'undefined: the URL is a script',
    source: constructed,
    answer: undefinedWith({ paymentUrl: 'javascript:alert(document.cookie)' }),
  },
  'delays-in-quotes': {
    title: 'approved, the delays in quotes, one left out',
    source: constructed,
    answer: approvedWith({ delayToAutoSettle: '432000', delayToCancel: undefined }),
  },
  'echo-other-payment': {
    title: "approved, another payment's id comes back",
    source: constructed,
    answer: approvedWith({ paymentId: '0123456789ABCDEF0123456789ABCDEF' }),
  },
  'echo-missing-payment': {
    title: 'approved, the payment is not named',
    source: constructed,
    answer: approvedWith({ paymentId: undefined }),
  },
  'bad-request': {
    title: '400 with an error',
    source: contract,
    answer: () => errorAnswer(400, 'ERR123', 'The currency ABC is not supported'),
  },
  'bad-request-html': {
    title: "400 that is a proxy's",
    source: constructed,
    answer: () => ({ status: 400, headers: html, body: page }),
  },
  'server-error': {
    title: '500 with an error, nothing created',
    source: contract,
    answer: () => errorAnswer(500, 'ERR123', 'Authorization has failed due to an internal error'),
  },
  'server-error-created': {
    title: '500 with an error, and the payment was authorized',
    source: constructed,
    answer: ({ create }) => {
      create('approved')
      return errorAnswer(500, 'ERR123', 'Authorization has failed due to an internal error')
    },
  },
  'error-200': {
    title: '200 with an error',
    source: constructed,
    answer: () => errorAnswer(200, 'ERR123', 'Authorization has failed'),
  },
  'unauthorized-empty': {
    title: '401 with an empty body',
    source: 'VTEX gift card protocol, 2024-05-27: bad credentials are answered with an empty 401',
    answer: () => ({ status: 401, body: '' }),
  },
  'garbage-html': {
    title: 'approved, and a web page comes back',
    source: constructed,
    answer: ({ create }) => {
      create('approved')
      return { status: 200, headers: html, body: page }
    },
  },
} satisfies Record<string, PaymentEntry>

/** The name of an answer the emulator can give to a Create Payment. */
export type VtexPaymentScenarioName = keyof typeof entries

/** Every answer the emulator can be told to give to a Create Payment. */
export const vtexPaymentScenarios: readonly (Scenario & { readonly name: VtexPaymentScenarioName })[] = Object.freeze(
  (Object.keys(entries) as VtexPaymentScenarioName[]).map((name) =>
    Object.freeze({ name, title: entries[name].title, source: entries[name].source }),
  ),
)

/** @throws RangeError for a name that is not in the list */
export function paymentScenarioNamed(name: VtexPaymentScenarioName): PaymentEntry {
  if (!Object.hasOwn(entries, name)) throw new RangeError(`no scenario is called ${JSON.stringify(name)}`)
  return entries[name]
}
