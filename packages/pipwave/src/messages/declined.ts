import type { Advice, DeclineReason } from '@cap/core/http'
import {
  afterDecline,
  buyerAfterDecline,
  type CodeMessage,
  joinSentences,
  type Sentences,
  sentences,
} from '@cap/core/messages'
import { pages } from './sources.ts'

type DeclinedMessage = Extract<CodeMessage, { status: 'declined' }>

/** The buyer approved the payment long ago, and hears by the advice alone: the codes are about the merchant's side. */
function entry(reason: DeclineReason, advice: Advice, what: Sentences, source: string = pages.api): DeclinedMessage {
  const merchant = joinSentences(what, afterDecline[advice])
  return { status: 'declined', reason, advice, source, buyer: buyerAfterDecline[advice], merchant }
}

/** Codes that end a capture in `declined`; a test compares reason and advice with what outcomes say. */
export const declined = {
  1: entry(
    'authorization_gone',
    'do_not_retry',
    sentences(
      'The payment has failed at pipwave: there is no authorization left to capture.',
      'El pago falló en pipwave: ya no hay una autorización que capturar.',
      'O pagamento falhou no pipwave: não há mais uma autorização para capturar.',
    ),
    pages.payment,
  ),
  2: entry(
    'authorization_gone',
    'do_not_retry',
    sentences(
      'The payment was cancelled at pipwave: there is no authorization left to capture.',
      'El pago fue cancelado en pipwave: ya no hay una autorización que capturar.',
      'O pagamento foi cancelado no pipwave: não há mais uma autorização para capturar.',
    ),
    pages.payment,
  ),
  // `declined` only where a requery shows that the payment has failed or was cancelled; otherwise nobody knows.
  400: entry(
    'authorization_gone',
    'do_not_retry',
    sentences(
      'pipwave could not fulfil the capture, and the payment has failed or was cancelled.',
      'pipwave no pudo realizar la captura, y el pago falló o fue cancelado.',
      'O pipwave não conseguiu fazer a captura, e o pagamento falhou ou foi cancelado.',
    ),
  ),
  1001: entry(
    'not_supported',
    'do_not_retry',
    sentences(
      'Your pipwave account does not offer this currency.',
      'Su cuenta de pipwave no ofrece esta moneda.',
      'Sua conta do pipwave não oferece esta moeda.',
    ),
  ),
  1002: entry(
    'duplicate',
    'check_earlier_capture',
    sentences(
      'pipwave knows another payment with this txn_id.',
      'pipwave ya tiene otro pago con este txn_id.',
      'O pipwave já tem outro pagamento com este txn_id.',
    ),
  ),
  2001: entry(
    'not_supported',
    'change_method',
    sentences(
      'pipwave does not support this payment method.',
      'pipwave no admite este medio de pago.',
      'O pipwave não aceita este meio de pagamento.',
    ),
  ),
  2002: entry(
    'other',
    'do_not_retry',
    sentences(
      'The token of the payment has expired at pipwave.',
      'El token del pago venció en pipwave.',
      'O token do pagamento expirou no pipwave.',
    ),
  ),
  4001: entry(
    'other',
    'check_earlier_capture',
    sentences(
      'The payment was already refunded in full, so it had been captured before.',
      'El pago ya fue reembolsado por completo, por lo que se había capturado antes.',
      'O pagamento já foi totalmente reembolsado, portanto tinha sido capturado antes.',
    ),
  ),
  4002: entry(
    'other',
    'wait_and_retry',
    sentences(
      'The payment is not final at pipwave yet.',
      'El pago todavía no está finalizado en pipwave.',
      'O pagamento ainda não está finalizado no pipwave.',
    ),
  ),
  4003: entry(
    'other',
    'do_not_retry',
    sentences(
      'The amount exceeds the current amount of the payment.',
      'El monto supera el monto actual del pago.',
      'O valor excede o valor atual do pagamento.',
    ),
  ),
  4004: entry(
    'not_supported',
    'do_not_retry',
    sentences(
      'The payment method does not support refunds.',
      'El medio de pago no admite reembolsos.',
      'O meio de pagamento não aceita reembolsos.',
    ),
  ),
  4005: entry(
    'not_supported',
    'do_not_retry',
    sentences(
      'The payment method does not support partial refunds.',
      'El medio de pago no admite reembolsos parciales.',
      'O meio de pagamento não aceita reembolsos parciais.',
    ),
  ),
  4006: entry(
    'other',
    'wait_and_retry',
    sentences(
      'A refund or reversal of the payment is under way: wait for it to end, and look the payment up before anything else.',
      'Hay un reembolso o una reversión del pago en curso: espere a que termine y consulte el pago antes de hacer otra cosa.',
      'Há um reembolso ou estorno do pagamento em andamento: espere que termine e consulte o pagamento antes de qualquer outra coisa.',
    ),
  ),
  4501: entry(
    'other',
    'do_not_retry',
    sentences(
      'The payment has no disputed chargeback to reverse.',
      'El pago no tiene un contracargo en disputa que revertir.',
      'O pagamento não tem um chargeback contestado para reverter.',
    ),
  ),
} satisfies Readonly<Record<string, DeclinedMessage>>
