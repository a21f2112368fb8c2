import {
  type Call,
  type CaptureHandle,
  type CaptureOutcome,
  type Draft,
  isReplayWindowOpen,
  type Judgement,
  loadDigest,
  type Money,
  parseHandle,
  type Reading,
  type ResolveOptions,
  runResolve,
  type Settled,
  type UnknownCause,
  verdict,
  withoutUndefined,
} from '@cap/core/http'
import { type Context, type MercadoPagoCaptureRequest, type Prepared, prepare, send } from './capture.ts'
import { invalid, provider } from './credentials.ts'
import { judge } from './outcome.ts'
import type { Asked } from './payment.ts'
import { readPayment } from './read-payment.ts'

/**
 * See {@link MercadoPago.resolve}. Reads the payment when its id is known; otherwise, or when reading settles nothing, sends
 * the same bytes again under the same key, if that was allowed and the key can still be known.
 */
export async function resolve(
  context: Context,
  input: CaptureHandle,
  given: ResolveOptions<MercadoPagoCaptureRequest> = {},
): Promise<CaptureOutcome> {
  const options = withoutUndefined(given)
  const digest = await loadDigest()
  const account = context.credentials.account(digest)
  const handle = parseHandle(input, { provider, environment: context.credentials.environment, account })
  const prepared = options.request === undefined ? null : prepare(context, options.request)
  if (options.replay !== undefined && prepared === null) {
    throw invalid('request', 'is required with replay: pass the request of the capture, unchanged')
  }
  const secrets = prepared === null ? [] : [prepared.request.payerToken]
  return runResolve(context.settings, handle, options, secrets, async (call) => {
    // Whatever the answer's id stands for, it contradicted our request: neither it nor another sending can settle ours.
    if (handle.mismatch === true) return unknown('mismatch', 'person')
    if (prepared !== null && !isSameRequest(prepared, handle, call)) return unknown('request_differs')
    const id = handle.ids.advancedPaymentId
    const found = id === undefined ? null : await lookUp(context, call, id, handle, prepared)
    if (found !== null && found.status !== 'unknown') return found
    if (found?.cause === 'mismatch' || found?.needs === 'person') return found
    if (!isReplayWindowOpen(handle, call.settings)) return found ?? unknown('replay_window_passed', 'person')
    if (options.replay !== 'allow' || prepared === null) return found ?? unknown('no_answer')
    const token = await tokenOrNull(context, call)
    if (token === null) return found ?? unknown(call.stopped ?? 'no_answer')
    // One key, two payments: Mercado Pago did not recognise it, and may have charged twice.
    return send(context, call, id === undefined ? prepared : { ...prepared, asked: { ...prepared.asked, id } }, token)
  })
}

function isSameRequest({ body, request }: Prepared, handle: CaptureHandle, call: Call): boolean {
  return request.idempotencyKey === handle.idempotencyKey && call.digest(body) === handle.fingerprint
}

async function lookUp(
  context: Context,
  call: Call,
  id: string,
  handle: CaptureHandle,
  prepared: Prepared | null,
): Promise<Draft> {
  const token = await tokenOrNull(context, call)
  if (token === null) return unknown(call.stopped ?? 'no_answer')
  return readCapture(context, call, token, id, handle, prepared?.asked.charged ?? null)
}

/** Reads the payment of a capture that may have been applied. */
export async function readCapture(
  context: Context,
  call: Call,
  token: string,
  id: string,
  handle: CaptureHandle,
  charged: Money | null,
): Promise<Draft> {
  const asked: Asked = { charged, externalReference: handle.ids.externalReference ?? null, id }
  const result = await readPayment(context.settings, call, token, id, (reply) =>
    reading(judge(reply, { asked, kind: 'lookup', earlier: true })),
  )
  return result.kind === 'found' ? result.value : unknown(call.stopped === 'aborted' ? 'aborted' : result.cause)
}

/** What the record of a payment says of a capture that may have been applied. */
function reading(judgement: Judgement): Reading<Draft> {
  const said = verdict(judgement)
  switch (judgement.status) {
    case 'replay':
      return { kind: 'again', cause: judgement.cause, verdict: `again: ${judgement.cause}` }
    case 'refused':
      return { kind: 'refused', cause: 'refused_after_maybe_applied', message: judgement.error.message }
    case 'declined': {
      const { ids, raw } = judgement
      if (judgement.ownRecord) return { kind: 'found', value: judgement, verdict: said }
      // A refusal speaks of this GET only; a duplicate or a cancelled payment leaves an earlier attempt open, for ever.
      const value = { ...unknown('refused_after_maybe_applied', ids === undefined ? 'resolve' : 'person'), raw }
      return { kind: 'found', value: ids === undefined ? value : { ...value, ids }, verdict: said }
    }
    default:
      return { kind: 'found', value: judgement, verdict: said }
  }
}

/** In a resolve, a token that cannot be had is an outage like any other. */
async function tokenOrNull({ credentials }: Context, call: Call): Promise<string | null> {
  try {
    return await credentials.token(call)
  } catch {
    return null
  }
}

function unknown(
  cause: UnknownCause,
  needs: 'resolve' | 'person' = 'resolve',
): Extract<Settled, { status: 'unknown' }> {
  return { status: 'unknown', cause, needs, raw: null }
}
