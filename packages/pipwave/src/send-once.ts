import {
  backoffMs,
  type Call,
  type Draft,
  nothingSent,
  type Reply,
  type Settled,
  type UnknownCause,
  type UnknownDraft,
  verdict,
} from '@cap/core/http'
import { captureFields } from './capture-schema.ts'
import { tooLateToSend } from './error.ts'
import { look } from './look.ts'
import { type Attempting, action } from './operation.ts'
import { canBeProven, decideAfterCouldNot, isGone, provenBy, readCaptureAnswer, type Snapshot } from './outcome.ts'
import { type Found, knownIds } from './payment.ts'
import { signedExchange } from './signature.ts'
import { causeOf } from './unread.ts'

/** Sends the capture. It goes again only when it provably never left; whatever else happens, it is looked up instead. */
export async function sendOnce(attempting: Attempting, pwId: string, snapshot: Snapshot): Promise<Settled> {
  const { call, account, signer, request, reserveMs } = attempting
  const { settings } = account
  const fields = captureFields(request, pwId)
  for (let number = 1; ; number++) {
    const room = call.remainingMs() - reserveMs
    if (room <= 0) return tooLate(call)
    const exchange = signedExchange(account, signer, action, fields)
    const { signatureBase } = exchange
    const exchanged = await call.exchange(exchange, {
      purpose: 'capture',
      timeoutMs: room,
      ...(signatureBase === undefined ? {} : { signatureBase }),
    })
    if (exchanged.kind === 'failed' && exchanged.sent === 'no') {
      call.conclude(exchanged, 'not_sent')
      const ms = backoffMs(number, settings.random)
      const again = number < settings.maxAttempts && ms < call.remainingMs() - reserveMs
      if (!again || !(await call.wait(ms, 'not_sent'))) return nothingSent(call, exchanged.code)
      continue
    }
    if (exchanged.kind === 'failed') {
      call.conclude(exchanged, `no answer: ${exchanged.cause}`)
      return findOut(attempting, snapshot, exchanged.cause, null)
    }
    return settle(attempting, snapshot, exchanged.reply, (said) => call.conclude(exchanged, said))
  }
}

async function settle(
  attempting: Attempting,
  snapshot: Snapshot,
  reply: Reply,
  conclude: (verdict: string) => void,
): Promise<Settled> {
  const answer = readCaptureAnswer(reply)
  switch (answer.kind) {
    case 'settled':
      conclude(verdict(answer.settled))
      if (answer.settled.status === 'captured' && snapshot.capture === 'partial') warnOfPartial(attempting.call)
      return answer.settled
    case 'could_not': {
      conclude('requery: status 400')
      const found = await look(attempting.call, attempting.account, attempting.signer, attempting.ask, {
        purpose: 'lookup',
      })
      return decideAfterCouldNot(snapshot, found.kind === 'found' ? found : null, answer)
    }
    case 'maybe':
      conclude(`requery: ${answer.cause}`)
      return findOut(attempting, snapshot, answer.cause, answer.raw)
  }
}

/** Least milliseconds between two looks, whatever the jitter draws. */
const leastWaitMs = 200

/** Looks at the payment until the capture is proven, or the deadline comes. It is never sent again. */
async function findOut(
  attempting: Attempting,
  snapshot: Snapshot,
  cause: UnknownCause,
  answered: UnknownDraft['raw'],
): Promise<Draft> {
  const { call, account, signer, ask } = attempting
  const provable = canBeProven(snapshot)
  let seen: Found | null = null
  for (let round = 1; ; round++) {
    // What no look can prove is looked at all the same, for the person who has to find out.
    const result = await look(call, account, signer, ask, { purpose: 'lookup', ...(provable ? { attempts: 1 } : {}) })
    if (result.kind === 'found') {
      seen = result
      const proven = provenBy(snapshot, result)
      if (proven !== null) return proven
      if (isGone(result.payment)) break
    }
    if (!provable) break
    const asked = result.kind === 'failed' ? result.askedWaitMs : null
    const ms = Math.max(leastWaitMs, asked ?? backoffMs(round, account.settings.random))
    if (!(await call.wait(ms, cause))) break
  }
  const gone = seen !== null && isGone(seen.payment)
  return {
    status: 'unknown',
    cause: gone ? 'refused_after_maybe_applied' : causeOf(call, cause),
    needs: provable && !gone ? 'resolve' : 'person',
    ...(seen === null ? {} : { ids: knownIds(seen.payment) }),
    raw: answered ?? seen?.raw ?? null,
  }
}

/** Nothing more can be sent in time. */
export function tooLate(call: Call): Settled {
  return call.stopped === null ? tooLateToSend() : nothingSent(call, '')
}

function warnOfPartial(call: Call): void {
  call.warn({
    code: 'partial_capture_unverified',
    message:
      'pipwave accepted a partial capture, and shows the captured amount nowhere: a gateway without partial capture has captured everything. Compare the settlement report',
    field: 'amount',
  })
}
