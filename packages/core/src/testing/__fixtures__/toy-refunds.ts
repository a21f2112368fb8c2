import type { CaptureOptions, ClientOptions, ResolveOptions } from '../../capture/client.ts'
import { type CaptureHandle, parseHandle } from '../../capture/handle.ts'
import { loadDigest } from '../../http/digest.ts'
import type { Judgement, RefundedDraft } from '../../http/judgement.ts'
import { refundOperation } from '../../http/operation.ts'
import { announce, runOperation, runResolveOf } from '../../http/run.ts'
import { sendKeyed } from '../../http/send-keyed.ts'
import { createSettings } from '../../http/settings.ts'
import type { Reply } from '../../http/transport.ts'
import type { JsonObject } from '../../json/json-value.ts'
import { parseJson } from '../../json/parse-json.ts'
import { toJsonNumber } from '../../money/json-number.ts'
import { money } from '../../money/money.ts'
import type { RefundOutcome } from '../../outcome/refund-outcome.ts'
import { asCaptures } from '../as-captures.ts'
import type { OperationSubject } from '../subject.ts'
import { type ToyRequest, toySubject } from './toy-provider.ts'

/** Refunds at the toy: the same wire as its captures, read as money that goes back. */
export function createToyRefunds(options: ClientOptions & { readonly baseUrl: string }) {
  const settings = createSettings(options, {
    provider: 'toy',
    environment: 'test',
    baseUrl: options.baseUrl,
    replayWindowMs: 3_600_000,
    secrets: toySubject().secrets,
    visibleFields: new Set(['value']),
  })
  const bodyOf = (request: ToyRequest) => JSON.stringify({ value: toJsonNumber(request.amount) })
  const exchangeOf = (request: ToyRequest) => ({
    method: 'POST' as const,
    url: `${settings.baseUrl}/pay`,
    headers: { 'content-type': 'application/json', 'x-key': request.key },
    body: bodyOf(request),
  })
  return {
    async refund(request: ToyRequest, given: CaptureOptions = {}): Promise<RefundOutcome> {
      return runOperation(refundOperation, settings, given, [], async (call) => {
        call.identify({
          action: 'refund',
          account: call.digest('toy'),
          operation: `toy:${request.key}`,
          idempotencyKey: request.key,
          ids: { key: request.key },
          fingerprint: { of: bodyOf(request) },
        })
        return (await announce(call, given.beforeSend)) ?? sendKeyed(call, exchangeOf(request), judge, 'refund')
      })
    },
    async resolve(handle: CaptureHandle, given: ResolveOptions<ToyRequest> = {}): Promise<RefundOutcome> {
      const account = (await loadDigest())('toy')
      const owned = parseHandle(handle, { provider: 'toy', environment: 'test', account }, 'refund')
      return runResolveOf(refundOperation, settings, owned, given, [], async (call) => {
        const { request, replay } = given
        if (replay !== 'allow' || request === undefined) return { status: 'unknown', cause: 'no_answer', raw: null }
        return sendKeyed(call, exchangeOf(request), judge, 'refund')
      })
    },
  }
}

function judge(reply: Reply): Judgement<RefundedDraft> {
  let body: JsonObject | null = null
  try {
    const parsed = parseJson(reply.body)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) body = parsed as JsonObject
  } catch {
    // What is not JSON settles nothing.
  }
  const raw = null
  if (reply.status >= 200 && reply.status <= 299) {
    if (typeof body?.id !== 'string' || typeof body.value !== 'number') {
      return { status: 'replay', cause: 'unreadable_answer', raw }
    }
    const amount = money(body.value.toFixed(2), 'BRL')
    return { status: 'refunded', refundId: body.id, amount, basis: 'answer', replayed: body.replayed === true, raw }
  }
  if (reply.status === 400 && body?.error === 'refused') {
    return { status: 'refused', error: { code: 'refused', message: 'the toy refuses', status: 400 }, raw }
  }
  if (reply.status === 429) return { status: 'replay', cause: 'rate_limited', raw }
  if (reply.status >= 500) return { status: 'replay', cause: 'server_error', raw }
  return { status: 'unknown', cause: 'unrecognised_answer', raw }
}

/** The toy's refunds, shown to the contract. */
export function toyRefundSubject(): OperationSubject<ToyRequest> {
  return {
    ...toySubject(),
    createClient: (options) => {
      const { refund, resolve } = createToyRefunds(options)
      return asCaptures({ run: refund, resolve, done: ({ amount, basis, replayed }) => ({ amount, basis, replayed }) })
    },
  }
}
