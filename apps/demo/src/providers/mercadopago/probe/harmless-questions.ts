import type { Lab, ProbeReply } from '../../../probe/lab.ts'
import { compared, differs, open, type Question, type Reading } from '../../../probe/question.ts'
import { isObject, jsonType, shown } from '../../../probe/text.ts'
import { type ChargeOptions, charge, type ProbeAccount, read } from './account.ts'

/** Questions that charge nobody: a read, or a charge of a payer who does not exist. */
export function harmlessQuestions(account: ProbeAccount): readonly Question[] {
  const asNobody = (label: string, options: ChargeOptions = {}) =>
    charge(account, label, { ...options, payerToken: account.nobody })
  let usual: Promise<ProbeReply> | null = null
  /** Before anything else: a sandbox that charges a payer who does not exist is asked no more of these. */
  const safely = (run: (lab: Lab, refused: ProbeReply) => Promise<Reading>) => async (lab: Lab) => {
    usual ??= lab.send(asNobody('a payer token nobody has'))
    const reply = await usual
    return reply.json.id === undefined
      ? run(lab, reply)
      : differs(`IT WAS CHARGED: ${answer(reply)}. Nothing more is asked this way`)
  }
  return [
    {
      name: 'bad-access-token',
      ask: 'How is a bad access token answered?',
      source: 'mercadopago.md 3.2: body not documented here',
      assumed: "401 in Mercado Pago's error shape: it throws unauthorized",
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(asNobody('a token nobody has', { accessToken: 'TEST-0-none-0' }))
        return compared(reply.status === 401 && hasErrorShape(reply), answer(reply))
      },
    },
    {
      name: 'bad-payer-token',
      ask: 'Is an invalid payer token answered by 401, or by 201 with an error in the body?',
      source: 'mercadopago.md 9, contradiction 2',
      assumed: 'either: a 2xx body with error and cause is read as the error it carries',
      movesMoney: false,
      run: safely(async (_, reply) => {
        const isKnown = [201, 401].includes(reply.status) && codes(reply).includes('401003')
        return compared(isKnown, answer(reply))
      }),
    },
    {
      name: 'missing-key',
      ask: 'Is a charge without X-Idempotency-Key refused?',
      source: 'mercadopago.md 4: the guides call it mandatory',
      assumed: 'never sent without',
      movesMoney: false,
      run: safely(async (lab) => open(answer(await lab.send(asNobody('no key', { key: null }))))),
    },
    {
      name: 'key-limits',
      ask: 'Which keys are refused for their length or characters?',
      source: 'mercadopago.md 1 and 4: limits not documented',
      assumed: 'up to 64 of letters, digits, - and _ are taken',
      movesMoney: false,
      run: safely(async (lab, usual) => {
        const said: string[] = []
        for (const [label, key] of [
          ['64 characters', 'k'.repeat(64)],
          ['65 characters', 'k'.repeat(65)],
          ['256 characters', 'k'.repeat(256)],
          ['a space and a dot', 'a key. of words'],
        ] as const) {
          const reply = await lab.send(asNobody(label, { key }))
          const same = reply.status === usual.status && codes(reply).join() === codes(usual).join()
          said.push(`${label}: ${same ? 'as a usual key' : answer(reply)}`)
        }
        return compared(said[0]?.endsWith('usual key') === true, said.join('; '))
      }),
    },
    {
      name: 'amount-limits',
      ask: 'Which amounts are refused, and before or after the payer is looked at?',
      source: 'mercadopago.md 2.1 and 8: not documented',
      assumed: "more than 0, with the currency's digits; COP whole",
      movesMoney: false,
      run: safely(async (lab) => {
        const said: string[] = []
        for (const amount of ['0', '-1', '1.005', '0.001', '999999999999']) {
          const reply = await lab.send(asNobody(amount, { amount }))
          said.push(`${amount}: ${answer(reply)}`)
        }
        return open(said.join('; '))
      }),
    },
    {
      name: 'unknown-payment',
      ask: 'How is a read of a payment that does not exist answered?',
      source: 'mercadopago.md 9, contradiction 30',
      assumed: 'a 404 is never "the payment does not exist"',
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(read(account, 'a payment nobody made', '/1'))
        return compared(reply.status === 404 && hasErrorShape(reply), answer(reply))
      },
    },
    {
      name: 'search',
      ask: 'Does the search by external_reference know Wallet Connect payments?',
      source: 'mercadopago.md 5: not documented for Wallet Connect',
      assumed: 'not relied on',
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(read(account, 'a search', '/search?external_reference=probe&limit=1'))
        if (reply.status !== 200) return open(`no: ${answer(reply)}`)
        const { results, paging } = reply.json
        const count = Array.isArray(results) ? `${results.length} results` : `results is ${jsonType(results)}`
        return open(`it answers: ${count}, paging ${shown(paging)}`)
      },
    },
    {
      name: 'headers',
      ask: 'Which headers name the request, or a rate limit?',
      source: 'mercadopago.md 1: not documented',
      assumed: 'x-request-id, if anything',
      movesMoney: false,
      async run(lab) {
        const { headers } = await lab.send(read(account, 'any read', '/1'))
        const names = Object.keys(headers)
        const telling = names.filter((name) => /request|trace|rate|limit|retry/.test(name))
        const text = `telling: ${telling.join(', ') || 'none'}; all: ${names.join(', ')}`
        return telling.includes('x-request-id') ? compared(true, text) : differs(text)
      },
    },
  ]
}

/** Status, error, codes and message of an answer, in one line. */
export function answer({ status, json }: ProbeReply): string {
  const codesText = codes({ json }).join(', ')
  const parts = [`HTTP ${status}`]
  if (json.error !== undefined) parts.push(`error ${shown(json.error)}`)
  if (codesText !== '') parts.push(`code ${codesText}`)
  if (json.message !== undefined) parts.push(`message ${shown(json.message)}`)
  if (json.error === undefined && json.status !== undefined) parts.push(`status ${shown(json.status)}`)
  return parts.join(', ')
}

function codes({ json }: Pick<ProbeReply, 'json'>): readonly string[] {
  const { cause } = json
  return Array.isArray(cause) ? cause.flatMap((item) => (isObject(item) ? [String(item.code)] : [])) : []
}

function hasErrorShape({ json }: ProbeReply): boolean {
  return typeof json.error === 'string' && typeof json.message === 'string'
}
