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
  loadDigest,
  type Operation,
  type OutcomeCommon,
  type OutcomeOf,
  parseHandle,
  type ResolveOptions,
  runOperation,
  runResolveOf,
  type Settled,
  type UnknownCause,
  type UnknownDraft,
  withoutUndefined,
} from '@cap/core/http'
import type { Wiring } from './client-context.ts'
import { invalidRequest, provider } from './error.ts'

/** A request, checked and written: what is fingerprinted is what is sent, and sent again. */
export interface Prepared {
  readonly paymentId: string
  /** Names the operation within the account. */
  readonly operation: string
  readonly idempotencyKey: string
  readonly ids: Readonly<Record<string, string>>
  /** Below the service URL, with a slash in front. */
  readonly path: string
  readonly body: string
  /** The body, or as much of it as may be kept as a digest. */
  readonly fingerprinted: string
  readonly secrets: readonly string[]
  readonly secretPaths: readonly string[]
}

/** One of the protocol's writes: each is recognised by an id, and repeated under it. */
export interface Keyed<Ready extends Prepared, Draft extends DoneDraft, Done extends OutcomeCommon> {
  readonly operation: Operation<Draft, Done>
  /** Absent for a settlement. */
  readonly action?: HandleAction
  /** @throws CaptureError `invalid_request` */
  readonly prepare: (request: unknown) => Ready
  /** Sends it, and reads what comes back. The handle is an earlier call's, when this one repeats it. */
  readonly send: (
    call: Call,
    exchange: Omit<Exchange, 'maxReplyBytes'>,
    prepared: Ready,
    handle: CaptureHandle | null,
  ) => Promise<Settled<Draft>>
}

/** Makes the operation once. */
export async function runKeyed<Ready extends Prepared, Draft extends DoneDraft, Done extends OutcomeCommon>(
  keyed: Keyed<Ready, Draft, Done>,
  wiring: Wiring,
  request: unknown,
  given: CaptureOptions,
): Promise<OutcomeOf<Done>> {
  const options = withoutUndefined(given)
  const prepared = keyed.prepare(request)
  return runOperation(keyed.operation, wiring.settings, options, prepared.secrets, async (call) => {
    call.identify(identityOf(keyed, wiring, prepared, call.digest))
    return (await announce(call, options.beforeSend)) ?? keyed.send(call, exchangeOf(wiring, prepared), prepared, null)
  })
}

/**
 * Finds out how the operation ended.
 *
 * The protocol has no call that reads one. What there is, is the same request again under the same id, and that may do it
 * for the first time: so reading alone concludes nothing here.
 *
 * @throws CaptureError `invalid_request` for arguments that make no sense
 */
export async function resolveKeyed<
  Ready extends Prepared,
  Draft extends DoneDraft,
  Done extends OutcomeCommon,
  Request,
>(
  keyed: Keyed<Ready, Draft, Done>,
  wiring: Wiring,
  storedHandle: CaptureHandle,
  given: ResolveOptions<Request>,
): Promise<OutcomeOf<Done>> {
  const options = withoutUndefined(given)
  const { settings } = wiring
  const digest = await loadDigest()
  const owner = { provider, environment: settings.environment, account: wiring.account(digest) }
  const handle = parseHandle(storedHandle, owner, keyed.action)
  if (options.replay === 'allow' && options.request === undefined) {
    throw invalidRequest('request', 'is required with replay: it is what would be sent again')
  }
  const prepared = options.request === undefined ? null : keyed.prepare(options.request)

  return runResolveOf(keyed.operation, settings, handle, options, prepared?.secrets ?? [], async (call) => {
    // The answer contradicted the request once: sending it again could move money a second time, or hide that it did.
    if (handle.mismatch === true) return open('mismatch', 'person')
    if (!isReplayWindowOpen(handle, settings)) return open('replay_window_passed', 'person')
    if (options.replay !== 'allow' || prepared === null) return open('no_answer', 'resolve')
    if (differs(handle, prepared, digest(prepared.fingerprinted))) return open('request_differs', 'resolve')
    return keyed.send(call, exchangeOf(wiring, prepared), prepared, handle)
  })
}

/** @throws CaptureError `invalid_request` */
export async function describeKeyed(
  keyed: Pick<Keyed<Prepared, DoneDraft, OutcomeCommon>, 'action' | 'prepare'>,
  wiring: Wiring,
  request: unknown,
): Promise<CaptureDescription> {
  const prepared = keyed.prepare(request)
  return describeOperation({
    environment: wiring.settings.environment,
    paymentKey: prepared.paymentId,
    secretPaths: prepared.secretPaths,
    identify: (digest) => identityOf(keyed, wiring, prepared, digest),
  })
}

function identityOf(
  { action }: { readonly action?: HandleAction },
  wiring: Wiring,
  { operation, idempotencyKey, ids, fingerprinted }: Prepared,
  digest: Digest,
): Identity {
  return {
    ...(action === undefined ? {} : { action }),
    account: wiring.account(digest),
    operation,
    idempotencyKey,
    ids,
    fingerprint: { of: fingerprinted },
  }
}

/**
 * A request id is only known to be unique within a payment and an operation: VTEX's guides use one for a settlement and a
 * refund, and some look composed of a time and an amount. A colon in the payment's id is escaped, so that no two pairs share
 * a name.
 */
export function operationName(kind: string, paymentId: string, requestId?: string): string {
  const name = `${kind}:${paymentId.replace(/[%:]/g, encodeURIComponent)}`
  return requestId === undefined ? name : `${name}:${requestId}`
}

function exchangeOf(wiring: Wiring, { path, body }: Prepared): Omit<Exchange, 'maxReplyBytes'> {
  return { method: 'POST', url: `${wiring.settings.baseUrl}${path}`, headers: wiring.headers, body }
}

function open(cause: UnknownCause, needs: 'resolve' | 'person'): UnknownDraft {
  return { status: 'unknown', cause, needs, raw: null }
}

function differs(handle: CaptureHandle, prepared: Prepared, fingerprint: string): boolean {
  return handle.fingerprint !== fingerprint || handle.operation !== prepared.operation
}
