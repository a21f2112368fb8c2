import {
  announce,
  type Call,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type Digest,
  type DoneDraft,
  describeOperation,
  type Exchange,
  type HandleAction,
  type Identity,
  isReplayWindowOpen,
  type Judgement,
  loadDigest,
  nothingSent,
  type Operation,
  type OutcomeCommon,
  type OutcomeOf,
  parseHandle,
  type Refusal,
  type Reply,
  type ResolveOptions,
  runOperation,
  runResolveOf,
  type Settled,
  sendKeyed,
  type UnknownCause,
  type UnknownDraft,
  withoutUndefined,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { invalid, provider } from '../credentials.ts'

/** One write beside the capture: a request that passed every local check, and how its answers are read. */
export interface Write<Done extends DoneDraft> {
  /** Absent for what is a capture too. */
  readonly action?: HandleAction
  /** Names the operation within the account, with its key. */
  readonly operation: string
  readonly key: string
  readonly ids: Readonly<Record<string, string>>
  /** Names the payment, or the agreement, that it is about: at most one operation on it may be under way. */
  readonly about: string
  /** The exact text; empty where there is no body. */
  readonly body: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** What must not be shown, besides the client's own secrets. */
  readonly secrets?: readonly string[]
  /** Where these are in the request. */
  readonly secretPaths?: readonly string[]
  readonly judge: (reply: Reply, context: { readonly earlier: boolean; readonly call: Call }) => Judgement<Done>
  /**
   * What a 400 comes to, where it alone proves nothing. What stands between may repeat a PUT by itself (RFC 9110, 9.2.2), and
   * a refusal of the repetition would hide that the request was carried out.
   */
  readonly afterRefusal?: (call: Call, token: string, refusal: Refusal) => Promise<Settled<Done>>
}

/** Runs a write once, under its key, inside the guard of captures. */
export function runWrite<Draft extends DoneDraft, Done extends OutcomeCommon>(
  context: Context,
  kind: Operation<Draft, Done>,
  write: Write<Draft>,
  given: CaptureOptions = {},
): Promise<OutcomeOf<Done>> {
  const options = withoutUndefined(given)
  checkKey(write)
  return runOperation(kind, context.settings, options, write.secrets ?? [], async (call) => {
    call.identify(identityOf(context, write, call.digest))
    const token = await context.credentials.token(call)
    if (token === null || call.stopped !== null) {
      // What an earlier call did is as unknown as before: a throw would read as if there had been none.
      return call.mayBeApplied ? unknown(call.stopped ?? 'no_answer') : nothingSent(call, '')
    }
    const notAnnounced = await announce(call, options.beforeSend)
    if (notAnnounced !== null) return notAnnounced
    const settled = await send(context, call, write, token)
    if (settled.status !== 'refused' || settled.error.status !== 400 || write.afterRefusal === undefined) return settled
    return write.afterRefusal(call, token, settled)
  })
}

/** Names a payment in descriptions. Captures name theirs by the external reference, before it has an id. */
export function aboutPayment(id: string): string {
  return `advanced_payment_id=${id}`
}

/** Names an agreement in descriptions. */
export function aboutAgreement(id: string): string {
  return `agreement_id=${id}`
}

/** What a write would be, without making it. */
export async function describeWrite(context: Context, write: Write<DoneDraft>): Promise<CaptureDescription> {
  checkKey(write)
  return describeOperation({
    environment: context.credentials.environment,
    paymentKey: write.about,
    secretPaths: write.secretPaths ?? [],
    identify: (digest) => identityOf(context, write, digest),
  })
}

function checkKey({ secrets = [], key }: Write<DoneDraft>): void {
  if (secrets.some((secret) => key.includes(secret))) {
    throw invalid('idempotencyKey', 'must not contain a secret of the request: it is printed in handles and outcomes')
  }
}

/** How an earlier write is found out about. */
export interface Resolution<Done extends DoneDraft, Request> {
  readonly action?: HandleAction
  /** @throws CaptureError `invalid_request` */
  readonly prepare: (request: Request) => Write<Done>
  /**
   * Reads what the provider has; null where no read can tell. Its `unknown` lets a replay follow where one is allowed,
   * unless it needs a person.
   */
  readonly lookUp: (call: Call, token: string, handle: CaptureHandle) => Promise<Settled<Done> | null>
  /** A `pending` that was read may be sent again too, where a replay is allowed. */
  readonly repeatsPending?: true
  /** Asked after `lookUp`, where the key alone does not make a replay safe. */
  readonly mayRepeat?: () => boolean
}

/** Reads, and sends the same bytes again under the same key only if that was allowed and the key can still be known. */
export async function resolveWrite<Draft extends DoneDraft, Done extends OutcomeCommon, Request>(
  context: Context,
  kind: Operation<Draft, Done>,
  { action, prepare, lookUp, repeatsPending, mayRepeat }: Resolution<Draft, Request>,
  input: CaptureHandle,
  given: ResolveOptions<Request> = {},
): Promise<OutcomeOf<Done>> {
  const options = withoutUndefined(given)
  const account = context.credentials.account(await loadDigest())
  const handle = parseHandle(input, { provider, environment: context.credentials.environment, account }, action)
  const write = options.request === undefined ? null : prepare(options.request)
  if (options.replay !== undefined && write === null) {
    throw invalid('request', 'is required with replay: pass the request of the operation, unchanged')
  }
  return runResolveOf(kind, context.settings, handle, options, write?.secrets ?? [], async (call) => {
    // Whatever the answer stands for, it contradicted our request: neither it nor another sending can settle ours.
    if (handle.mismatch === true) return unknown('mismatch', 'person')
    if (write !== null && !isSame(write, handle, call)) return unknown('request_differs')
    const token = await tokenOrNull(context, call)
    if (token === null) return unknown(call.stopped ?? 'no_answer')
    const found = await lookUp(call, token, handle)
    const isOpen = found === null || (found.status === 'pending' ? repeatsPending === true : found.status === 'unknown')
    if (!isOpen) return found
    if (found?.status === 'unknown' && (found.cause === 'mismatch' || found.needs === 'person')) return found
    if (!isReplayWindowOpen(handle, call.settings)) return found ?? unknown('replay_window_passed', 'person')
    const isAllowed = options.replay === 'allow' && mayRepeat?.() !== false
    if (!isAllowed || write === null) return found ?? unknown('no_answer')
    return send(context, call, write, token)
  })
}

/** Sent where it is documented: with agreements and payer tokens. */
export function platformHeader({ platformId }: Context): Readonly<Record<string, string>> {
  return platformId === null ? {} : { 'x-platform-id': platformId }
}

export function unknown(cause: UnknownCause, needs: 'resolve' | 'person' = 'resolve'): UnknownDraft {
  return { status: 'unknown', cause, needs, raw: null }
}

function send<Done extends DoneDraft>(
  { settings }: Context,
  call: Call,
  write: Write<Done>,
  token: string,
): Promise<Settled<Done>> {
  const { method, path, headers, body, key, judge } = write
  const exchange: Omit<Exchange, 'maxReplyBytes'> = {
    method,
    url: `${settings.baseUrl}${path}`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'x-idempotency-key': key,
      ...headers,
    },
    body: body === '' ? null : body,
  }
  return sendKeyed(call, exchange, (reply, { earlier }) => judge(reply, { earlier, call }), write.action ?? 'capture')
}

function identityOf({ credentials }: Context, write: Write<DoneDraft>, digest: Digest): Identity {
  return {
    ...(write.action === undefined ? {} : { action: write.action }),
    account: credentials.account(digest),
    operation: write.operation,
    idempotencyKey: write.key,
    ids: write.ids,
    fingerprint: { of: write.body },
  }
}

/** The body need not name what it is about: the path does, and with it the ids. */
function isSame({ operation, key, ids, body }: Write<DoneDraft>, handle: CaptureHandle, call: Call): boolean {
  return (
    operation === handle.operation &&
    key === handle.idempotencyKey &&
    Object.entries(ids).every(([name, id]) => handle.ids[name] === id) &&
    call.digest(body) === handle.fingerprint
  )
}

/** In a resolve, a token that cannot be had is an outage like any other. */
async function tokenOrNull({ credentials }: Context, call: Call): Promise<string | null> {
  try {
    return await credentials.token(call)
  } catch {
    return null
  }
}
