import { type Sentences, sentences } from '@cap/core/messages'
import { type BadlyFilledCode, cancellation } from '../declines.ts'
import { type DeclinedMessage, declinedAs, rejected } from './decline-entry.ts'
import { listed } from './rejections.ts'
import { pages } from './sources.ts'

function badlyFilled(code: BadlyFilledCode, what: Sentences, buyer: Sentences): DeclinedMessage {
  return rejected(code, pages.details, what, buyer)
}

const fields: Readonly<Record<BadlyFilledCode, DeclinedMessage>> = {
  cc_rejected_bad_filled_card_number: badlyFilled(
    'cc_rejected_bad_filled_card_number',
    sentences(
      'The number of the card in the wallet is wrong.',
      'El número de la tarjeta guardada en la billetera es incorrecto.',
      'O número do cartão salvo na carteira está incorreto.',
    ),
    sentences(
      'Please check the card number in your Mercado Pago account, or choose another method there.',
      'Revise el número de su tarjeta en su cuenta de Mercado Pago o elija otro medio, por favor.',
      'Por favor, confira o número do cartão na sua conta do Mercado Pago ou escolha outro meio.',
    ),
  ),
  cc_rejected_bad_filled_date: badlyFilled(
    'cc_rejected_bad_filled_date',
    sentences(
      'The expiry date of the card in the wallet is wrong.',
      'La fecha de vencimiento de la tarjeta guardada en la billetera es incorrecta.',
      'A data de validade do cartão salvo na carteira está incorreta.',
    ),
    sentences(
      'Please check the expiry date of your card in your Mercado Pago account, or choose another method there.',
      'Revise la fecha de vencimiento de su tarjeta en su cuenta de Mercado Pago o elija otro medio, por favor.',
      'Por favor, confira a data de validade do cartão na sua conta do Mercado Pago ou escolha outro meio.',
    ),
  ),
  cc_rejected_bad_filled_other: badlyFilled(
    'cc_rejected_bad_filled_other',
    sentences(
      'Some data of the card in the wallet is wrong.',
      'Algún dato de la tarjeta guardada en la billetera es incorrecto.',
      'Algum dado do cartão salvo na carteira está incorreto.',
    ),
    sentences(
      'Please check the details of your card in your Mercado Pago account, or choose another method there.',
      'Revise los datos de su tarjeta en su cuenta de Mercado Pago o elija otro medio, por favor.',
      'Por favor, confira os dados do cartão na sua conta do Mercado Pago ou escolha outro meio.',
    ),
  ),
  cc_rejected_bad_filled_security_code: badlyFilled(
    'cc_rejected_bad_filled_security_code',
    sentences(
      'The security code of the card is wrong.',
      'El código de seguridad de la tarjeta es incorrecto.',
      'O código de segurança do cartão está incorreto.',
    ),
    sentences(
      'Please check the security code of your card in your Mercado Pago account, or choose another method there.',
      'Revise el código de seguridad de su tarjeta en su cuenta de Mercado Pago o elija otro medio, por favor.',
      'Por favor, confira o código de segurança do cartão na sua conta do Mercado Pago ou escolha outro meio.',
    ),
  ),
}

const others: Readonly<Record<'401003' | 'cancelled' | 'rejected', DeclinedMessage>> = {
  // Code 401003 is a bad device token in the marketplace's list; in Wallet Connect it is the payer token.
  401003: declinedAs(
    { reason: 'payer_token_invalid', advice: 'relink_wallet' },
    pages.capture,
    sentences(
      'The payer token is not valid: the buyer has probably cancelled the agreement.',
      'El token del pagador no es válido: probablemente el comprador canceló el acuerdo.',
      'O token do pagador não é válido: provavelmente o comprador cancelou o acordo.',
    ),
    sentences(
      'Your Mercado Pago account is no longer linked to our store. Please link it again to complete your payment.',
      'Su cuenta de Mercado Pago ya no está vinculada con nuestra tienda. Vuelva a vincularla para completar su pago, por favor.',
      'Sua conta do Mercado Pago não está mais vinculada à nossa loja. Por favor, vincule-a de novo para concluir o pagamento.',
    ),
  ),
  cancelled: declinedAs(
    cancellation,
    pages.statuses,
    sentences('The payment was cancelled.', 'El pago fue cancelado.', 'O pagamento foi cancelado.'),
    sentences(
      'This payment was cancelled. Please contact us if you still want to buy.',
      'Este pago fue cancelado. Contáctenos si todavía desea realizar la compra.',
      'Este pagamento foi cancelado. Fale conosco se ainda quiser fazer a compra.',
    ),
  ),
  rejected: rejected(
    'rejected',
    pages.capture,
    sentences(
      'Mercado Pago rejected the payment without saying why.',
      'Mercado Pago rechazó el pago sin indicar el motivo.',
      'O Mercado Pago recusou o pagamento sem informar o motivo.',
    ),
  ),
}

/** Codes that end a capture in `declined`. */
export const declined = { ...listed, ...fields, ...others }
