import {
  type Call,
  type CaptureDescription,
  type Digest,
  type DoneDraft,
  type Draft,
  describeOperation,
  type HandleAction,
  type Identity,
  type JsonObject,
  type JsonValue,
  type Reply,
  type Settled,
} from '@cap/core/http'
import { type Account, type Ask, accountDigest } from './account.ts'
import type { Answer, CouldNot } from './answer.ts'
import type { Lane } from './lock.ts'
import type { Found, PipwavePayment } from './payment.ts'
import type { Pair, SignedAction, Signer } from './signature.ts'

/** Which payment, as the caller names it: at least one of them. */
export interface Named {
  readonly pwId?: string | undefined
  readonly txnId?: string | undefined
}

/**
 * What a later look at the payment says of a write that may have been applied. pipwave recognises no repeated request, so only
 * a change since the moment before proves anything.
 *
 * @template Before what was known of the payment then. It goes into handles, so it is plain JSON
 */
export interface Proof<Done extends DoneDraft, Before extends JsonObject> {
  /** Whether a later look can ever prove it. Where it cannot, a person has to find out. */
  canBeProven(before: Before): boolean
  /** null: nothing is proven. */
  provenBy(before: Before, found: Found): Done | null
  /** A change that must be this write's, and proves it for no amount. */
  mayBe?(before: Before, payment: PipwavePayment): boolean
  /** The payment is in a state in which no later look can prove it. */
  isOver(payment: PipwavePayment, before: Before | null): boolean
}

/** One write that pipwave has no key for: what writes differ in. `once.ts` takes their steps. */
export interface Write<Done extends DoneDraft, Before extends JsonObject> extends Proof<Done, Before> {
  /** What handles and attempts call it. Absent for captures. */
  readonly kind?: HandleAction
  readonly action: Exclude<SignedAction, 'requery'>
  readonly lane: Lane<Before>
  readonly named: Named
  /** Names this one business operation within the account. */
  readonly operation: string
  /** See {@link fingerprintText}. */
  readonly fingerprint: string
  /** What names and qualifies it, as sent and as signed. */
  fields(pwId: string): readonly Pair[]
  /** What is sent besides, and not signed. */
  readonly unsigned?: Readonly<Record<string, JsonValue>>
  /**
   * What is known just before sending.
   *
   * @param found null: the payment could not be read, and another write is known to be ahead
   * @param behind what was known before a write of the kind that another call sent
   * @returns null when pipwave does not show enough to decide by
   * @throws CaptureError when the request does not fit the payment
   */
  before(found: Found | null, behind: Before | null): Before | null
  /**
   * What the state found before sending decides; null: it may be sent.
   *
   * @param earlier a write of the kind may have been applied to the payment before: nothing is sent then
   */
  decide(found: Found, before: Before, earlier: boolean): Draft<Done> | null
  /** Asks what else has to be known before sending; null: go on. */
  prepare?(attempting: Attempting, pwId: string, before: Before): Promise<Settled<Done> | null>
  read(reply: Reply): Answer<Done>
  /** After an answer that only the payment's state can explain. */
  afterCouldNot(before: Before, found: Found | null, answer: CouldNot): Draft<Done>
  /** pipwave has accepted it. */
  accepted?(call: Call, before: Before): void
}

/** One call: what its steps share. */
export interface Attempting {
  readonly call: Call
  readonly account: Account
  readonly signer: Signer
  /** How the payment is asked for: as the caller named it. */
  readonly ask: Ask
  /** Milliseconds of the deadline that are kept for finding out what became of it. */
  readonly reserveMs: number
}

/** How the payment is asked for: as the caller named it. */
export function askFor({ pwId, txnId }: Named): Ask {
  return pwId === undefined ? { txnId: txnId ?? '' } : { pwId }
}

/** Names the payment as the caller does, so that it is known before anything is asked. */
export function nameOf({ pwId, txnId }: Named): string {
  return pwId === undefined ? `txn_id=${txnId}` : `pw_id=${pwId}`
}

/** The body without what changes with every sending, as the request alone determines it: a learnt id is not part of it. */
export function fingerprintText(
  account: Account,
  action: SignedAction,
  fields: readonly Pair[],
  unsigned: Readonly<Record<string, JsonValue>> = {},
): string {
  return JSON.stringify({ action, api_key: account.apiKey, ...unsigned, ...Object.fromEntries(fields) })
}

/** A write, without making it. */
export function describeWrite<Done extends DoneDraft, Before extends JsonObject>(
  account: Account,
  write: Write<Done, Before>,
  secretPaths: readonly string[] = [],
): Promise<CaptureDescription> {
  return describeOperation({
    environment: account.settings.environment,
    paymentKey: nameOf(write.named),
    secretPaths,
    identify: (digest) => identityOf({ call: { digest }, account }, write, null, null),
  })
}

export function identityOf<Done extends DoneDraft, Before extends JsonObject>(
  { call, account }: { readonly call: { readonly digest: Digest }; readonly account: Account },
  { kind, named, operation, fingerprint }: Write<Done, Before>,
  ids: Readonly<Record<string, string>> | null,
  before: Before | null,
): Identity {
  const { pwId, txnId } = named
  return {
    ...(kind === undefined ? {} : { action: kind }),
    account: accountDigest(call, account),
    operation,
    idempotencyKey: null,
    ids: { ...(pwId === undefined ? {} : { pwId }), ...(txnId === undefined ? {} : { txnId }), ...ids },
    fingerprint: { of: fingerprint },
    ...(before === null ? {} : { snapshot: before }),
  }
}
