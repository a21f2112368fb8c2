import type { DoneDraft, JsonObject, JsonValue } from '@cap/core/http'
import * as v from 'valibot'
import type { Account } from '../account.ts'
import { readAnswer } from '../answer.ts'
import type { Lane } from '../lock.ts'
import { type Found, isKnownStatus, knownIds, type PipwavePayment } from '../payment.ts'
import type { Pair, SignedAction } from '../signature.ts'
import { fingerprintText, type Named, nameOf, type Proof, type Write } from '../write.ts'
import { notInThisState, stillOpen } from './decided.ts'

/** A write that takes a payment from one state to another. */
export interface StateChange<Done extends DoneDraft> {
  readonly kind: 'cancel' | 'change'
  readonly action: Exclude<SignedAction, 'requery'>
  /** In handles, and in sentences: `cancel`. */
  readonly name: string
  /** What did not happen when it was refused: `cancelled`. */
  readonly past: string
  /** Whether a payment in this state may be asked for it. */
  admits(payment: PipwavePayment): boolean
  /** What is wrong with one that may not. */
  readonly otherwise: string
  /** pipwave's number of the state it leads to; null: not documented, so no later look can prove it. */
  readonly to: number | null
  done(draft: Pick<DoneDraft, 'raw' | 'ids'>, basis: 'accepted' | 'lookup', replayed: boolean): Done
  /** Codes that decline other actions, and that this one can meet after it was carried out. */
  readonly couldNot?: readonly number[]
}

/** What was known just before sending. A type alias rather than an interface, so that it is assignable to `JsonObject`. */
export type StateBefore = {
  readonly change: string
  readonly transactionStatus: number
}

const snapshotSchema = /*#__PURE__*/ v.object({ change: v.string(), transactionStatus: v.number() })

/** Reads the snapshot of a handle. null: it is none. */
export function stateBefore(value: JsonObject): StateBefore | null {
  const result = v.safeParse(snapshotSchema, value)
  return result.success ? result.output : null
}

/** What a later look proves: that the payment has come into the state, from another one. */
export function proofOf<Done extends DoneDraft>(change: StateChange<Done>): Proof<Done, StateBefore> {
  return {
    canBeProven: (before) => change.to !== null && before.transactionStatus !== change.to,
    provenBy(before, { payment, raw }) {
      const has = payment.transactionStatus === change.to && before.transactionStatus !== change.to
      return has ? change.done({ ids: knownIds(payment), raw }, 'lookup', false) : null
    },
    isOver: (payment) =>
      change.to !== null &&
      isKnownStatus(payment.transactionStatus) &&
      payment.transactionStatus !== change.to &&
      !change.admits(payment),
  }
}

/** A state change, as one of the writes that happen at most once. */
export function stateChangeWrite<Done extends DoneDraft>(
  account: Account,
  lane: Lane<StateBefore>,
  change: StateChange<Done>,
  about: {
    readonly named: Named
    readonly fields: (pwId: string | null) => readonly Pair[]
    readonly unsigned?: Readonly<Record<string, JsonValue>>
    /** @throws CaptureError when the request does not fit the payment */
    readonly check?: (payment: PipwavePayment) => void
  },
): Write<Done, StateBefore> {
  const { kind, action, name, past, to, couldNot } = change
  const { named, fields, unsigned, check } = about
  const proof = proofOf(change)
  return {
    ...proof,
    kind,
    action,
    lane,
    named,
    operation: `${name}:${nameOf(named)}`,
    fingerprint: fingerprintText(account, action, fields(named.pwId ?? null), unsigned),
    fields,
    ...(unsigned === undefined ? {} : { unsigned }),
    before: (found, behind) =>
      behind ?? (found && { change: name, transactionStatus: found.payment.transactionStatus }),
    decide(found: Found, _, earlier) {
      const { payment, raw } = found
      if (payment.transactionStatus === to) return change.done({ ids: knownIds(payment), raw }, 'lookup', true)
      if (!change.admits(payment)) return notInThisState(found, earlier, change.otherwise)
      if (earlier) return stillOpen(found)
      check?.(payment)
      return null
    },
    read: (reply) =>
      readAnswer(reply, {
        name,
        past,
        done: (_, raw) => change.done({ raw }, 'accepted', false),
        ...(couldNot === undefined ? {} : { couldNot }),
      }),
    afterCouldNot(before, found, { raw }) {
      const proven = found && proof.provenBy(before, found)
      if (proven !== null) return proven
      const over = found !== null && proof.isOver(found.payment, before)
      const needs = proof.canBeProven(before) && !over ? 'resolve' : 'person'
      const ids = found === null ? {} : { ids: knownIds(found.payment) }
      return { status: 'unknown', cause: 'unrecognised_answer', needs, ...ids, raw }
    },
  }
}
