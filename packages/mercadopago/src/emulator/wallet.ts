import type { Agreements } from './agreements.ts'
import { answerNamed, type Desk } from './desk.ts'
import type { Discounts } from './discounts.ts'
import { type AnswerScript, problem } from './scenarios.ts'

/** Agreements, payer tokens, coupons and discount promises: `/v2/wallet_connect/<path>`. */
export async function serveWallet(
  request: Request,
  path: string,
  desk: Desk,
  agreements: Agreements,
  discounts: Discounts,
): Promise<Response> {
  const [resource, given = '', part] = path.split('/')
  const id = decodeURIComponent(given)
  const what = `${request.method} ${resource}${given === '' ? '' : '/id'}${part === undefined ? '' : `/${part}`}`
  const answered = (result: unknown) => (isRefusal(result) ? desk.answer(result) : desk.json(200, result))
  switch (what) {
    case 'POST agreements':
      return write(request, path, desk, (body) => agreements.create(body))
    case 'GET agreements/id':
      return answered(agreements.read(id))
    case 'DELETE agreements/id': {
      await desk.takeTime()
      const refused = agreements.cancel(id)
      // "This endpoint has no response body."
      return refused === null ? desk.json(200, undefined) : desk.answer(refused)
    }
    case 'POST agreements/id/payer_token':
      return write(request, path, desk, (body) => agreements.payerToken(id, body))
    case 'POST coupons':
    case 'POST discounts': {
      const payerToken = request.headers.get('x-payer-token') ?? ''
      // The page of coupons answers a token that is not valid with a bare 400.
      if (payerToken === '')
        return desk.json(400, { error: 'bad_request', message: 'Invalid payer token.', status: 400 })
      if (agreements.stateOf(payerToken) === 'void') return desk.answer(answerNamed('payer-token-invalid'))
      if (what === 'POST coupons') return answered(discounts.check(await request.text()))
      return write(request, path, desk, (body) => discounts.promise(body, payerToken))
    }
    default:
      return desk.json(405, problem(405, 'method_not_allowed', 'Method not allowed.'))
  }
}

/** No page requires a key here; with one, a request is recognised. */
async function write(
  request: Request,
  path: string,
  desk: Desk,
  act: (body: string) => unknown | AnswerScript,
): Promise<Response> {
  if (request.headers.get('x-idempotency-key') !== null) {
    return desk.keyed(request, path, (body) => () => {
      const result = act(body)
      return isRefusal(result) ? result : { status: 200, first: result, again: () => result }
    })
  }
  const body = await request.text()
  await desk.takeTime()
  const result = act(body)
  return isRefusal(result) ? desk.answer(result) : desk.json(200, result)
}

function isRefusal(result: unknown): result is AnswerScript {
  return (result as Partial<AnswerScript> | null)?.kind === 'answer'
}
