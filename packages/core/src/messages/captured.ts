import type { Captured } from '../outcome/outcome.ts'
import { joinSentences, type Sentences, sentences } from './sentences.ts'

type Later = NonNullable<Captured['later']>

const received = sentences(
  'We have received your payment. Thank you!',
  'Recibimos su pago. ¡Muchas gracias!',
  'Recebemos seu pagamento. Muito obrigado!',
)

const buyerLater: Readonly<Record<Later, Sentences>> = {
  refunded: sentences(
    'This payment was refunded to you.',
    'Este pago le fue reembolsado.',
    'Este pagamento foi reembolsado a você.',
  ),
  partially_refunded: sentences(
    'Part of this payment was refunded to you.',
    'Una parte de este pago le fue reembolsada.',
    'Uma parte deste pagamento foi reembolsada a você.',
  ),
  charged_back: sentences(
    'This payment was returned through your bank. If you have any question, please contact us.',
    'Este pago fue devuelto a través de su banco. Si tiene alguna pregunta, contáctenos, por favor.',
    'Este pagamento foi devolvido pelo seu banco. Se tiver alguma dúvida, fale conosco.',
  ),
  disputed: sentences(
    'This payment is being reviewed. If you have any question, please contact us.',
    'Este pago está en revisión. Si tiene alguna pregunta, contáctenos, por favor.',
    'Este pagamento está em análise. Se tiver alguma dúvida, fale conosco.',
  ),
}

const merchantNow: Readonly<Record<'captured' | 'accepted' | 'short' | Later, Sentences>> = {
  captured: sentences('The money was captured.', 'El dinero fue capturado.', 'O dinheiro foi capturado.'),
  accepted: sentences(
    'The provider accepted the capture; the gateway behind it may confirm it later.',
    'El proveedor aceptó la captura; la pasarela de pago puede confirmarla más tarde.',
    'O provedor aceitou a captura; o gateway de pagamento pode confirmá-la mais tarde.',
  ),
  short: sentences(
    'It is less than was asked for: see the outcome.',
    'Es menos de lo solicitado: consulte el resultado.',
    'É menos do que foi pedido: consulte o resultado.',
  ),
  refunded: sentences('It was refunded since.', 'Después fue reembolsado.', 'Depois foi reembolsado.'),
  partially_refunded: sentences(
    'Part of it was refunded since.',
    'Después fue reembolsado en parte.',
    'Depois foi reembolsado em parte.',
  ),
  charged_back: sentences(
    'It was charged back since: answer the chargeback at the provider.',
    'Después hubo un contracargo: respóndalo ante el proveedor.',
    'Depois houve um chargeback: responda a ele junto ao provedor.',
  ),
  disputed: sentences(
    'It is disputed since: answer the dispute at the provider.',
    'Después se abrió una disputa: respóndala ante el proveedor.',
    'Depois foi aberta uma contestação: responda a ela junto ao provedor.',
  ),
}

const neverAgain = sentences(
  'Do not charge this payment again.',
  'No vuelva a cobrar este pago.',
  'Não cobre este pagamento de novo.',
)

export function captured({ basis, later, short }: Captured): { buyer: Sentences; merchant: Sentences } {
  const parts = [
    merchantNow[basis === 'accepted' ? 'accepted' : 'captured'],
    ...(short === undefined ? [] : [merchantNow.short]),
    ...(later === undefined ? [] : [merchantNow[later]]),
    neverAgain,
  ]
  return { buyer: later === undefined ? received : buyerLater[later], merchant: joinSentences(...parts) }
}
