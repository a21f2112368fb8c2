import {
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  parseInput,
  parseJson,
  type RefundedDraft,
  type RefundOutcome,
  type ResolveOptions,
  refundOperation,
} from '@cap/core/http'
import type { Account } from '../account.ts'
import { leaves } from '../capture-schema.ts'
import { provider } from '../error.ts'
import { createLane } from '../lock.ts'
import { runOnce } from '../once.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { resolveOnce } from '../resolve-once.ts'
import { both } from '../scope.ts'
import { describeWrite, fingerprintText, nameOf, type Write } from '../write.ts'
import { operationsAccount } from './account.ts'
import {
  decideRefund,
  type RefundBefore,
  readRefundAnswer,
  refundBefore,
  refundCouldNot,
  refundProof,
  refundScope,
} from './refund-outcome.ts'
import { type ParsedRefund, type PipwaveRefundRequest, refundFields, refundRequestSchema } from './refund-schema.ts'
import { askForTerms } from './refund-terms.ts'

const lane = /*#__PURE__*/ createLane<RefundBefore>()

/**
 * Gives captured money back, once, in pipwave's two steps: `initiate` asks whether and how the payment can be refunded, `submit`
 * does it. pipwave has no idempotency key, so `submit` is never sent again once a byte of it may have left; a lost answer is
 * looked up by requery instead, until the deadline.
 *
 * `refunded` with `basis: 'accepted'` means that pipwave took the order: the gateway may carry it out later, or fail to; a
 * notification of type `refund` tells. No answer shows an amount, so `amount` is always null. A lost refund of everything that was
 * left is proven by the payment having become fully refunded (status 20); a lost part never is, and stays `unknown`,
 * `needs: 'person'`.
 *
 * @throws CaptureError this call gave nothing back: `invalid_request`, `lookup_failed`, `not_sent`, `aborted`, `unauthorized`,
 * `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/refund.md
 */
export async function refund(
  client: PipwaveClient,
  request: PipwaveRefundRequest,
  options?: CaptureOptions,
): Promise<RefundOutcome> {
  const account = operationsAccount(client)
  const parsed = parseInput(provider, refundRequestSchema, request)
  return runOnce(refundOperation, account, refundWrite(account, parsed), options, secretsOf(parsed))
}

/**
 * Asks whether an earlier refund went through, from its handle. It only ever reads: `replay` and `request` are ignored.
 *
 * @throws CaptureError `invalid_request` for a handle of another operation, provider, environment or account
 */
export async function resolveRefund(
  client: PipwaveClient,
  handle: CaptureHandle,
  options: ResolveOptions<PipwaveRefundRequest> = {},
): Promise<RefundOutcome> {
  const conclusion = { action: 'refund', proof: refundProof, snapshot: refundBefore } as const
  return resolveOnce(refundOperation, operationsAccount(client), handle, options, conclusion)
}

/**
 * What a refund would be, without making it: for stores. `secretPaths` has `extraParam` in it, which can hold a bank account.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeRefund(
  client: PipwaveClient,
  request: PipwaveRefundRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  return describeWrite(account, refundWrite(account, parseInput(provider, refundRequestSchema, request)), [
    'extraParam',
  ])
}

/** Shorter text, such as `{}`, occurs by chance, and must not be torn out of what is shown. */
const leastSecretLength = 8

/** The text as a whole, and each value in it: pipwave may repeat one alone. What is part of an id is needed to resolve by. */
function secretsOf({ extraParam, pwId = '', txnId = '' }: ParsedRefund): readonly string[] {
  if (extraParam === undefined) return []
  return [extraParam, ...leaves(parseJson(extraParam, { numbers: 'text' }))].filter(
    (text) => text.length >= leastSecretLength && !pwId.includes(text) && !txnId.includes(text),
  )
}

function refundWrite(account: Account, request: ParsedRefund): Write<RefundedDraft, RefundBefore> {
  const action = 'refund'
  const { amount, operationId } = request
  const what = amount === undefined ? 'full' : `${amount.amount} ${amount.currency}`
  return {
    ...refundProof,
    kind: 'refund',
    action,
    lane,
    named: request,
    operation: `refund:${nameOf(request)}:${what}${operationId === undefined ? '' : `:${operationId}`}`,
    fingerprint: fingerprintText(account, action, refundFields(request, request.pwId ?? null, 'submit')),
    fields: (pwId) => refundFields(request, pwId, 'submit'),
    before(found, behind) {
      // Unread: whether a part was asked for is not known, so nothing is claimed to be provable.
      const scope = found === null ? (amount === undefined ? 'full' : 'partial') : refundScope(amount, found.payment)
      if (scope === null) return null
      if (behind !== null) return { ...behind, refund: both(scope, behind.refund) }
      if (found === null) return null
      const { transactionStatus, finalAmount } = found.payment
      return { refund: scope, transactionStatus, finalAmount: finalAmount?.amount ?? null }
    },
    decide: (found, { refund: scope }, earlier) => decideRefund(found, scope, amount, earlier),
    prepare: (attempting, pwId, { refund: scope }) => askForTerms(attempting, request, pwId, scope),
    read: readRefundAnswer,
    afterCouldNot: refundCouldNot,
  }
}
