import { parseJson } from '@cap/core/http'
import * as v from 'valibot'
import { newPayment, type Payment } from '../bodies.ts'
import type { CallbackDelivery } from '../callbacks.ts'
import type { Check } from '../check.ts'
import type { Answer } from '../gateway.ts'
import { came, type Play } from '../play.ts'
import { Skipped } from '../verdicts.ts'

const suite = "VTEX's test suite"

/** The flows that end with a call of the connector to the `callbackUrl`. */
export const callbackFlowChecks: readonly Check[] = [
  {
    id: 'flow.async-approved',
    title: 'asynchronous, approved: create, callback',
    rule: `card 4222222222222224 is answered "undefined", and "approved" is told to the callbackUrl (${suite}, Async Approved)`,
    change: 'answer "undefined", then POST the Create Payment answer with status "approved" to the callbackUrl',
    needs: ['create', 'card', 'callbacks', { flow: 'async-approved' }],
    run: (play) => playToCallback(play, play.cardPayment('asyncApproved'), 'approved'),
  },
  {
    id: 'flow.async-denied',
    title: 'asynchronous, denied: create, callback',
    rule: `card 4222222222222225 is answered "undefined", and "denied" is told to the callbackUrl (${suite}, Async Denied)`,
    change: 'answer "undefined", then POST the Create Payment answer with status "denied" to the callbackUrl',
    needs: ['create', 'card', 'callbacks', { flow: 'async-denied' }],
    run: (play) => playToCallback(play, play.cardPayment('asyncDenied'), 'denied'),
  },
  {
    id: 'flow.bank-invoice',
    title: 'bank invoice: create with its URL, callback',
    rule: `a bank invoice is answered "undefined" with the invoice's paymentUrl, and "approved" is told later (${suite}, Boleto)`,
    change: 'put the invoice\'s URL into paymentUrl, and tell "approved" to the callbackUrl once it is paid',
    needs: ['create', 'bank-invoice', 'callbacks', { flow: 'bank-invoice' }],
    run: (play) =>
      playToCallback(play, newPayment(play.methods.bankInvoice ?? '', null), 'approved', [
        'paymentUrl',
        'bankIssueUrl',
      ]),
  },
  {
    id: 'flow.redirect',
    title: 'redirect: create with a URL, callback',
    rule: `a redirect is answered "undefined" with the URL in paymentUrl (once redirectUrl), and "approved" is told later (${suite}, Redirect)`,
    change: 'put the URL the buyer is sent to into paymentUrl, and tell "approved" to the callbackUrl afterwards',
    needs: ['create', 'redirect', 'callbacks', { flow: 'redirect' }],
    run: (play) =>
      playToCallback(play, newPayment(play.methods.redirect ?? '', null), 'approved', ['paymentUrl', 'redirectUrl']),
  },
  {
    id: 'callback.url-verbatim',
    title: 'the callbackUrl is called exactly as it came',
    rule: "the callbackUrl carries VTEX's X-VTEX-signature and is used as received (release note on the signature of callback URLs)",
    change: 'POST to the callbackUrl as text, without taking it apart, re-encoding it or dropping its query',
    needs: ['create', 'card', 'callbacks'],
    async run(play) {
      const payment = play.cardPayment('asyncApproved')
      await undefinedFirst(play, payment)
      const { method, target } = await delivered(play, payment)
      if (method !== 'POST') play.fail(`the callback came as ${method}, not as POST`)
      const { path, query } = payment.callback
      if (!target.endsWith(path + query)) play.fail(`the callback came to ${target}; expected …${path}${query}`)
    },
  },
  {
    id: 'create.current-status',
    title: 'after the callback, Create Payment answers the new status',
    rule: 'a repeated Create Payment answers the current status: "undefined" becomes "approved" or "denied" (OpenAPI, Create Payment; VTEX skill on idempotency)',
    change: 'store the status of a payment and answer it, with the same ids, when paymentId comes again',
    needs: ['create', 'card', 'callbacks'],
    async run(play) {
      const payment = play.cardPayment('asyncApproved')
      await undefinedFirst(play, payment)
      await delivered(play, payment)
      const again = await play.create(payment)
      if (again.json?.status !== 'approved')
        play.fail(`after the callback, Create Payment ${came(again)}; expected "approved"`)
    },
  },
]

async function playToCallback(
  play: Play,
  payment: Payment,
  final: 'approved' | 'denied',
  urls: readonly string[] = [],
): Promise<void> {
  const created = await undefinedFirst(play, payment)
  if (urls.length > 0 && !urls.some((name) => isUrl(created.json?.[name]))) {
    play.fail(`Create Payment gave no URL: neither ${urls.join(' nor ')} holds one`)
  }
  const { body } = await delivered(play, payment)
  // Connectors in VTEX IO send no body: the gateway then asks again.
  const told = body.trim() === '' ? (await play.create(payment)).json : readObject(body)
  if (told?.paymentId !== payment.paymentId) play.fail('the callback named another payment, or none')
  if (told?.status !== final) play.fail(`the callback said status ${JSON.stringify(told?.status)}; expected "${final}"`)
}

async function undefinedFirst(play: Play, payment: Payment): Promise<Answer> {
  const created = await play.create(payment)
  if (created.json?.status !== 'undefined') play.fail(`Create Payment ${came(created)}; expected status "undefined"`)
  return created
}

async function delivered(play: Play, payment: Payment): Promise<CallbackDelivery> {
  const { callbacks, limits } = play.gateway.settings
  if (callbacks === null) throw new Skipped('there is no address the connector could call back at')
  const delivery = await callbacks.next(payment.callback.path, limits.callbackMs)
  return delivery ?? play.fail(`no callback came within ${limits.callbackMs} ms`)
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)
}

const told = v.looseObject({ paymentId: v.optional(v.unknown()), status: v.optional(v.unknown()) })

function readObject(body: string): v.InferOutput<typeof told> | null {
  try {
    const result = v.safeParse(told, parseJson(body))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
