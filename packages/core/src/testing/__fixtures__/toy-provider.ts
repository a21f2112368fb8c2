import type { CaptureClient, CaptureOptions, ClientOptions } from '../../capture/client.ts'
import { parseHandle } from '../../capture/handle.ts'
import { loadDigest } from '../../http/digest.ts'
import type { Judgement } from '../../http/judgement.ts'
import { announce, runCapture, runResolve } from '../../http/run.ts'
import { sendKeyed } from '../../http/send-keyed.ts'
import { createSettings } from '../../http/settings.ts'
import type { Reply } from '../../http/transport.ts'
import { parseJson } from '../../json/parse-json.ts'
import { toJsonNumber } from '../../money/json-number.ts'
import { type Money, money } from '../../money/money.ts'
import type { BookEntry, Emulator } from '../emulator.ts'
import type { ContractSubject } from '../subject.ts'

/** The smallest keyed provider there can be, for the tests of the contract itself. */
export interface ToyRequest {
  readonly key: string
  readonly amount: Money
}

const secret = 'toy-secret-7f3a'

/** Ways to break the toy's client, each of which the contract must notice. */
export type Defect =
  | 'new key for every attempt'
  | 'lost answer is a throw'
  | 'any 2xx is captured'
  | 'refusal after a lost answer is a throw'
  | 'says its secret'
  | 'ignores the deadline'

function createToyEmulator(): Emulator {
  const book: BookEntry[] = []
  const seen = new Set<string>()
  return {
    book: () => book,
    async fetch(request) {
      const key = request.headers.get('x-key') ?? ''
      const { value } = (await request.json()) as { value: number }
      if (!seen.has(key)) {
        book.push({ key, payment: 'toy', amount: money(value.toFixed(2), 'BRL'), at: new Date(0).toISOString() })
      }
      const replayed = seen.has(key)
      seen.add(key)
      return Response.json({ id: `paid-${book.length}`, value, replayed })
    },
  }
}

function judge(reply: Reply, defect: Defect | null): Judgement {
  let body: { id?: unknown; value?: unknown; error?: unknown; replayed?: unknown } | null
  try {
    body = parseJson(reply.body) as typeof body
  } catch {
    body = null
  }
  const raw = null
  if (reply.status >= 200 && reply.status < 300) {
    if (defect === 'any 2xx is captured') {
      return { status: 'captured', captureId: null, amount: null, basis: 'answer', replayed: false, raw }
    }
    if (typeof body?.id !== 'string' || typeof body.value !== 'number') {
      return { status: 'replay', cause: 'unreadable_answer', raw }
    }
    return {
      status: 'captured',
      captureId: body.id,
      amount: money(body.value.toFixed(2), 'BRL'),
      basis: 'answer',
      replayed: body.replayed === true,
      raw,
    }
  }
  if (reply.status === 400 && body?.error === 'refused') {
    const message = defect === 'says its secret' ? secret.toUpperCase() : 'the toy refuses'
    return { status: 'refused', error: { code: 'refused', message, status: 400 }, raw }
  }
  if (reply.status === 429) return { status: 'replay', cause: 'rate_limited', raw }
  if (reply.status >= 500) return { status: 'replay', cause: 'server_error', raw }
  return { status: 'unknown', cause: 'unrecognised_answer', raw }
}

function createToy(options: ClientOptions & { baseUrl: string }, defect: Defect | null): CaptureClient<ToyRequest> {
  const settings = createSettings(options, {
    provider: 'toy',
    environment: 'test',
    baseUrl: options.baseUrl,
    replayWindowMs: 3_600_000,
    secrets: defect === 'says its secret' ? [] : [secret],
    visibleFields: new Set(['value']),
  })
  let attempt = 0
  const bodyOf = (request: ToyRequest) => JSON.stringify({ value: toJsonNumber(request.amount) })
  const exchangeOf = (request: ToyRequest) => ({
    method: 'POST' as const,
    url: `${settings.baseUrl}/pay`,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${secret}`,
      'x-key': defect === 'new key for every attempt' ? `${request.key}-${attempt++}` : request.key,
    },
    body: bodyOf(request),
  })
  const account = async () => (await loadDigest())('toy')
  return {
    provider: 'toy',
    async capture(request: ToyRequest, callOptions: CaptureOptions = {}) {
      const accountDigest = await account()
      return runCapture(settings, callOptions, [], async (call) => {
        call.identify({
          account: accountDigest,
          operation: `toy:${request.key}`,
          idempotencyKey: request.key,
          ids: { key: request.key },
          fingerprint: { of: bodyOf(request) },
        })
        const refusal = await announce(call, callOptions.beforeSend)
        if (refusal !== null) return refusal
        if (defect === 'new key for every attempt') {
          const first = await sendKeyed(call, exchangeOf(request), (reply) => judge(reply, defect))
          return first.status === 'unknown'
            ? sendKeyed(call, exchangeOf(request), (reply) => judge(reply, defect))
            : first
        }
        const settled = await sendKeyed(call, exchangeOf(request), (reply) => judge(reply, defect))
        if (settled.status !== 'unknown') return settled
        if (defect === 'lost answer is a throw') {
          return { status: 'refused', error: { code: 'not_sent', message: 'no answer' }, raw: null }
        }
        if (defect === 'refusal after a lost answer is a throw' && settled.cause === 'refused_after_maybe_applied') {
          return { status: 'refused', error: { code: 'refused', message: 'refused' }, raw: null }
        }
        return settled
      })
    },
    async resolve(handle, resolveOptions = {}) {
      const owned = parseHandle(handle, { provider: 'toy', environment: 'test', account: await account() })
      return runResolve(settings, owned, resolveOptions, [], async (call) => {
        const { request, replay } = resolveOptions
        if (replay !== 'allow' || request === undefined) return { status: 'unknown', cause: 'no_answer', raw: null }
        return sendKeyed(call, exchangeOf(request), (reply) => judge(reply, defect))
      })
    },
    async describe(request) {
      const digest = await loadDigest()
      return {
        operation: `toy:${request.key}`,
        paymentKey: request.key,
        account: await account(),
        environment: 'test',
        idempotencyKey: request.key,
        fingerprint: digest(bodyOf(request)),
        secretPaths: [],
      }
    },
  }
}

export function toySubject(defect: Defect | null = null): ContractSubject<ToyRequest> {
  return {
    provider: 'toy',
    keyed: true,
    readsFirst: false,
    secrets: defect === 'says its secret' ? [secret.toUpperCase(), secret] : [secret],
    createEmulator: createToyEmulator,
    createClient: (options) =>
      createToy(defect === 'ignores the deadline' ? { ...options, deadlineMs: 60_000 } : options, defect),
    request: (_, number) => ({ key: `key-${number}`, amount: money('19.99', 'BRL') }),
    isCapture: (exchange) => exchange.method === 'POST',
    isOf: (entry, request) => entry.key?.startsWith(request.key) ?? false,
    refusals: () => [{ name: '400 refused', status: 400, body: '{"error":"refused"}' }],
  }
}
