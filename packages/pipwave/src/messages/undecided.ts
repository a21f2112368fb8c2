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
import { pages } from './sources.ts'

const none = { reason: null, advice: null } as const

function unknown(source: string, what: Sentences): CodeMessage {
  const merchant = joinSentences(what, whileOpen.resolve)
  return { status: 'unknown', ...none, source, buyer: buyerWhileOpen.unknown, merchant }
}

function refused(what: Sentences): CodeMessage {
  const merchant = joinSentences(what, newKeyAfterRefusal)
  return { status: 'refused', ...none, source: pages.api, buyer: buyerAfterRefusal, merchant }
}

/** Codes that are no decline: accepted, refused before anything was executed, or of no use. */
export const undecided = {
  200: {
    status: 'captured',
    ...none,
    source: pages.api,
    buyer: sentences(
      'We have accepted your payment. Thank you!',
      'Aceptamos su pago. ¡Muchas gracias!',
      'Aceitamos seu pagamento. Muito obrigado!',
    ),
    merchant: sentences(
      'pipwave accepted the capture; the card gateway may confirm it later. Do not capture it again: watch notifications, or requery.',
      'pipwave aceptó la captura; la pasarela de pago puede confirmarla más tarde. No la repita: espere las notificaciones o consulte con requery.',
      'O pipwave aceitou a captura; o gateway de pagamento pode confirmá-la mais tarde. Não a repita: aguarde as notificações ou consulte com requery.',
    ),
  },

  401: refused(
    sentences(
      'pipwave refused the signature: check apiSecret, the clock and the environment.',
      'pipwave rechazó la firma: revise apiSecret, el reloj y el ambiente.',
      'O pipwave recusou a assinatura: confira apiSecret, o relógio e o ambiente.',
    ),
  ),
  403: refused(
    sentences(
      'pipwave refused the API key: check apiKey and the environment.',
      'pipwave rechazó la clave de API: revise apiKey y el ambiente.',
      'O pipwave recusou a chave de API: confira apiKey e o ambiente.',
    ),
  ),
  404: refused(
    sentences(
      'pipwave does not know the action: check baseUrl.',
      'pipwave no conoce la acción: revise baseUrl.',
      'O pipwave não conhece a ação: confira baseUrl.',
    ),
  ),
  9001: refused(
    sentences(
      'pipwave refused a parameter: its message in the error names it.',
      'pipwave rechazó un parámetro: el mensaje del error lo indica.',
      'O pipwave recusou um parâmetro: a mensagem do erro o indica.',
    ),
  ),

  // The sample of the page, and no code of the appendix.
  0: unknown(
    pages.capture,
    sentences(
      'pipwave answered with 0, which is documented as a sample only.',
      'pipwave respondió con 0, que solo está documentado como ejemplo.',
      'O pipwave respondeu com 0, que só está documentado como exemplo.',
    ),
  ),
  500: unknown(
    pages.api,
    sentences(
      'pipwave answered with an error of its own.',
      'pipwave respondió con un error interno.',
      'O pipwave respondeu com um erro interno.',
    ),
  ),
  3001: unknown(
    pages.api,
    sentences(
      'pipwave answered with a code that belongs to notifications.',
      'pipwave respondió con un código que pertenece a las notificaciones.',
      'O pipwave respondeu com um código que pertence às notificações.',
    ),
  ),
} satisfies Readonly<Record<string, CodeMessage>>
