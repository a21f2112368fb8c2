import {
  buyerAfterRefusal,
  buyerWhileOpen,
  type CodeMessage,
  joinSentences,
  newKeyAfterRefusal,
  type Sentences,
  sentences,
  whileOpen,
} from '@cap/core/messages'

const none = { reason: null, advice: null } as const

/** What the caller does after a "not yet". The request id is the idempotency key of a settlement. */
export const untilVtexGivesUp = sentences(
  'The settlement may still happen: do not send it under another request id; ask again with resolve(handle). VTEX asks for 24 hours, and then cancels the payment.',
  'La liquidación todavía puede ocurrir: no la envíe con otro requestId; consulte de nuevo con resolve(handle). VTEX insiste durante 24 horas y después cancela el pago.',
  'A liquidação ainda pode acontecer: não a envie com outro requestId; consulte de novo com resolve(handle). A VTEX insiste por 24 horas e depois cancela o pagamento.',
)

export function pending(source: string, what: Sentences): CodeMessage {
  const merchant = joinSentences(what, untilVtexGivesUp)
  return { status: 'pending', ...none, source, buyer: buyerWhileOpen.pending, merchant }
}

export function unknown(source: string, what: Sentences): CodeMessage {
  const merchant = joinSentences(what, whileOpen.resolve)
  return { status: 'unknown', ...none, source, buyer: buyerWhileOpen.unknown, merchant }
}

export function refused(source: string, what: Sentences): CodeMessage {
  const merchant = joinSentences(what, newKeyAfterRefusal)
  return { status: 'refused', ...none, source, buyer: buyerAfterRefusal, merchant }
}
