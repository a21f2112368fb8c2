import {
  buyerWhileOpen,
  type CodeMessage,
  joinSentences,
  type Sentences,
  sentences,
  whileOpen,
  whyUnknown,
} from '@cap/core/messages'
import { pages } from './sources.ts'

const none = { reason: null, advice: null } as const

function captured(source: string, buyer: Sentences, merchant: Sentences): CodeMessage {
  return { status: 'captured', ...none, source, buyer, merchant }
}

function pending(source: string, what: Sentences, buyer = buyerWhileOpen.pending): CodeMessage {
  return { status: 'pending', ...none, source, buyer, merchant: joinSentences(what, whileOpen.pending) }
}

function unknown(source: string, what: Sentences, needs: 'resolve' | 'person' = 'resolve'): CodeMessage {
  const merchant = joinSentences(what, whileOpen[needs])
  return { status: 'unknown', ...none, source, buyer: buyerWhileOpen.unknown, merchant }
}

const processing = sentences(
  'Mercado Pago is still processing the payment; it can take two business days.',
  'Mercado Pago todavía está procesando el pago; puede tardar hasta dos días hábiles.',
  'O Mercado Pago ainda está processando o pagamento; pode levar até dois dias úteis.',
)
const waiting = sentences(
  'Mercado Pago is waiting for the buyer to pay.',
  'Mercado Pago está esperando que el comprador pague.',
  'O Mercado Pago está esperando que o comprador pague.',
)
const reserved = sentences(
  'The money is only reserved: finish this payment by capturing or cancelling the reservation.',
  'El dinero solo está reservado: termine este pago capturando o cancelando la reserva.',
  'O dinheiro está apenas reservado: finalize este pagamento capturando ou cancelando a reserva.',
)
const buyerReserved = sentences(
  'The money for your payment is reserved. Please do not pay again: we will let you know as soon as it is confirmed.',
  'El dinero de su pago está reservado. No vuelva a pagar, por favor: le avisaremos en cuanto se confirme.',
  'O valor do seu pagamento está reservado. Por favor, não pague de novo: avisaremos você assim que ele for confirmado.',
)
const notFound = (en: string, es: string, pt: string) =>
  sentences(
    `Mercado Pago did not find ${en}, which proves nothing about the charge.`,
    `Mercado Pago no encontró ${es}, lo que no demuestra nada sobre el cobro.`,
    `O Mercado Pago não encontrou ${pt}, o que não prova nada sobre a cobrança.`,
  )

/** Codes of payments that were made, and of those of which nobody can tell yet. */
export const settledOrOpen = {
  accredited: captured(
    pages.capture,
    sentences(
      'We have received your payment through Mercado Pago. Thank you!',
      'Recibimos su pago por Mercado Pago. ¡Muchas gracias!',
      'Recebemos seu pagamento pelo Mercado Pago. Muito obrigado!',
    ),
    sentences(
      'Paid: deliver, and do not charge this payment again.',
      'Pagado: entregue el pedido y no vuelva a cobrar este pago.',
      'Pago: entregue o pedido e não cobre este pagamento de novo.',
    ),
  ),
  partially_refunded: captured(
    pages.results,
    sentences(
      'Part of this payment was refunded to your Mercado Pago account or card.',
      'Una parte de este pago fue reembolsada a su cuenta de Mercado Pago o a su tarjeta.',
      'Uma parte deste pagamento foi reembolsada na sua conta do Mercado Pago ou no seu cartão.',
    ),
    sentences(
      'Paid, and refunded in part since: reconcile, and do not charge this payment again.',
      'Pagado y después reembolsado en parte: concílielo y no vuelva a cobrar este pago.',
      'Pago e depois reembolsado em parte: concilie e não cobre este pagamento de novo.',
    ),
  ),

  pending_capture: pending(pages.results, reserved, buyerReserved),
  authorized: pending(pages.statuses, reserved, buyerReserved),
  pending_contingency: pending(pages.details, processing),
  offline_process: pending(pages.results, processing),
  in_process: pending(pages.statuses, processing),
  pending_review_manual: pending(
    pages.details,
    sentences(
      'Mercado Pago is reviewing the payment by hand; it can take two business days.',
      'Mercado Pago está revisando el pago manualmente; puede tardar hasta dos días hábiles.',
      'O Mercado Pago está revisando o pagamento manualmente; pode levar até dois dias úteis.',
    ),
  ),
  pending_waiting_transfer: pending(pages.results, waiting),
  pending_waiting_payment: pending(pages.results, waiting),
  pending: pending(
    pages.statuses,
    sentences(
      'Mercado Pago has not settled the payment yet.',
      'Mercado Pago todavía no ha resuelto el pago.',
      'O Mercado Pago ainda não concluiu o pagamento.',
    ),
  ),

  // Inside a 409, whatever its number says.
  401001: unknown(pages.idempotency, whyUnknown.in_progress),
  422001: unknown(pages.idempotency, whyUnknown.idempotency_conflict, 'person'),
  404001: unknown(pages.errors, notFound('the disbursement', 'el desembolso', 'o desembolso')),
  404002: unknown(pages.errors, notFound('the advanced payment', 'el pago avanzado', 'o pagamento avançado')),
  404003: unknown(pages.errors, notFound('the payer', 'al pagador', 'o pagador')),
  406001: unknown(
    pages.errors,
    sentences(
      'An error came from the payments API behind Mercado Pago.',
      'Hubo un error en la API de pagos de Mercado Pago.',
      'Houve um erro na API de pagamentos do Mercado Pago.',
    ),
  ),
  500000: unknown(pages.refunds, whyUnknown.server_error),
} satisfies Readonly<Record<string, CodeMessage>>
