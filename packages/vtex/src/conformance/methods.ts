import type { JsonValue } from '@cap/core/http'
import { newPayment, settleBody } from './bodies.ts'
import type { Answer, Gateway } from './gateway.ts'
import type { Step } from './report.ts'

/** Which of the manifest's payment methods play which part. */
export interface Methods {
  readonly manifest: Answer
  readonly card: string | null
  readonly bankInvoice: string | null
  readonly redirect: string | null
  /** The card's `allowsSplit`; null where the manifest does not say. */
  readonly split: string | null
}

const cards =
  /^(?:visa|master ?card|american express|amex|diners(?: club)?|elo|hiper(?:card)?|jcb|discover|maestro|aura|cabal|naranja|credit ?card)$/i
const invoices = /^(?:bank ?invoice|boleto(?: banc[aá]rio)?)$/i

/** Asks for the manifest as VTEX does: without credentials. If that is refused, with them, to be able to go on. */
export async function discover(gateway: Gateway, show: (step: Step) => void): Promise<Methods> {
  const { paymentMethods: named } = gateway.settings
  const ask = (credentials: 'none' | 'good') =>
    gateway.send({ route: 'manifest', path: '/manifest', body: null, credentials, testSuite: false }, show)
  const manifest = await ask('none')
  const listed = manifest.status === 200 || manifest.failure !== null ? manifest : await ask('good')
  const methods = readMethods(listed.json?.paymentMethods)
  const first = (pattern: RegExp) => methods.find(({ name }) => pattern.test(name))?.name ?? null
  if (manifest.failure === null && mayReadEither(gateway)) gateway.family = await familyThatIsRead(gateway, show)
  // With payments that were authorized elsewhere, the name is never sent.
  const anyName = methods.length === 0 || gateway.settings.payments !== null ? 'Visa' : null
  const card = named.card ?? first(cards) ?? anyName
  return {
    manifest,
    card,
    bankInvoice: named.bankInvoice ?? first(invoices),
    redirect: named.redirect ?? null,
    split: methods.find(({ name }) => name === card)?.allowsSplit ?? null,
  }
}

function mayReadEither({ settings: { credentials, without } }: Gateway): boolean {
  return credentials !== null && !without.has('provider-headers') && !without.has('vtex-headers')
}

/**
 * The connector may read one family of headers only: that is one check's finding, and should not stop the others. Asked with
 * a settlement of a payment nobody created.
 */
async function familyThatIsRead(gateway: Gateway, show: (step: Step) => void): Promise<'provider' | 'vtex'> {
  const payment = newPayment('Visa', null)
  const body = settleBody(gateway, payment, payment.transactionId, payment.value)
  const path = `/payments/${payment.paymentId}/settlements`
  for (const family of ['provider', 'vtex'] as const) {
    const { status } = await gateway.send({ route: 'other', path, body, family }, show)
    if (status !== 401 && status !== 403) return family
  }
  return 'provider'
}

function readMethods(value: JsonValue | undefined): readonly { name: string; allowsSplit: string | null }[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((method: JsonValue) => {
    if (typeof method !== 'object' || method === null || !('name' in method)) return []
    const { name, allowsSplit } = method
    if (typeof name !== 'string') return []
    return [{ name, allowsSplit: typeof allowsSplit === 'string' ? allowsSplit : null }]
  })
}
