import { sentences } from '@cap/core/messages'
import type { rejections } from '../declines.ts'
import { type DeclinedMessage, rejected } from './decline-entry.ts'
import { pages } from './sources.ts'

/** The values of `status_detail` in the table of declines. */
export const listed: Readonly<Record<keyof typeof rejections, DeclinedMessage>> = {
  insufficient_money: rejected(
    'insufficient_money',
    pages.capture,
    sentences(
      "There is not enough money in the buyer's wallet.",
      'No hay saldo suficiente en la billetera del comprador.',
      'Não há saldo suficiente na carteira do comprador.',
    ),
    sentences(
      'The balance of your Mercado Pago account was not enough for this payment. Please add money or choose another method in your account, and try again.',
      'El saldo de su cuenta de Mercado Pago no alcanzó para este pago. Agregue dinero o elija otro medio en su cuenta e inténtelo de nuevo, por favor.',
      'O saldo da sua conta do Mercado Pago não foi suficiente para este pagamento. Por favor, adicione saldo ou escolha outro meio na sua conta e tente de novo.',
    ),
  ),
  cc_rejected_insufficient_amount: rejected(
    'cc_rejected_insufficient_amount',
    pages.details,
    sentences(
      "There are not enough funds on the buyer's card.",
      'La tarjeta del comprador no tiene fondos suficientes.',
      'O cartão do comprador não tem limite ou saldo suficiente.',
    ),
    sentences(
      'There were not enough funds on your card for this payment. Please choose another method in your Mercado Pago account, and try again.',
      'Su tarjeta no tenía fondos suficientes para este pago. Elija otro medio en su cuenta de Mercado Pago e inténtelo de nuevo, por favor.',
      'Seu cartão não tinha limite ou saldo suficiente para este pagamento. Por favor, escolha outro meio na sua conta do Mercado Pago e tente de novo.',
    ),
  ),
  cc_rejected_call_for_authorize: rejected(
    'cc_rejected_call_for_authorize',
    pages.details,
    sentences(
      'The issuer wants the buyer to authorize the payment.',
      'El emisor pide que el comprador autorice el pago.',
      'O emissor pede que o comprador autorize o pagamento.',
    ),
    sentences(
      'Your bank needs your approval for this payment to Mercado Pago. Please call the number on the back of your card to authorize it, and try again.',
      'Su banco necesita que usted autorice este pago a Mercado Pago. Llame al número que figura al dorso de su tarjeta para autorizarlo e inténtelo de nuevo, por favor.',
      'Seu banco precisa que você autorize este pagamento ao Mercado Pago. Por favor, ligue para o número no verso do seu cartão para autorizá-lo e tente de novo.',
    ),
  ),
  cc_rejected_card_disabled: rejected(
    'cc_rejected_card_disabled',
    pages.details,
    sentences(
      "The buyer's card is not active.",
      'La tarjeta del comprador no está activa.',
      'O cartão do comprador não está ativo.',
    ),
    sentences(
      'Your card does not seem to be active yet. Please ask your bank to activate it, or choose another method in your Mercado Pago account.',
      'Parece que su tarjeta todavía no está activa. Pida a su banco que la active o elija otro medio en su cuenta de Mercado Pago, por favor.',
      'Parece que seu cartão ainda não está ativo. Por favor, peça ao banco que o ative ou escolha outro meio na sua conta do Mercado Pago.',
    ),
  ),
  cc_rejected_other_reason: rejected(
    'cc_rejected_other_reason',
    pages.capture,
    sentences(
      'The issuer refused without giving a reason.',
      'El emisor rechazó el pago sin indicar el motivo.',
      'O emissor recusou o pagamento sem informar o motivo.',
    ),
    sentences(
      'Your bank did not accept this payment. Please choose another method in your Mercado Pago account, or ask your bank about it.',
      'Su banco no aceptó este pago. Elija otro medio en su cuenta de Mercado Pago o consulte a su banco, por favor.',
      'Seu banco não aceitou este pagamento. Por favor, escolha outro meio na sua conta do Mercado Pago ou consulte seu banco.',
    ),
  ),
  cc_rejected_high_risk: rejected(
    'cc_rejected_high_risk',
    pages.details,
    sentences(
      'Refused by the rules against fraud: do not tell the buyer so, and never try again by yourself.',
      'Rechazado por las reglas de prevención de fraude: no se lo diga al comprador y nunca lo reintente por su cuenta.',
      'Recusado pelas regras de prevenção a fraudes: não diga isso ao comprador e nunca tente de novo por conta própria.',
    ),
  ),
  cc_rejected_blacklist: rejected(
    'cc_rejected_blacklist',
    pages.details,
    sentences(
      'The card is blocked: do not tell the buyer so.',
      'La tarjeta está bloqueada: no se lo diga al comprador.',
      'O cartão está bloqueado: não diga isso ao comprador.',
    ),
  ),
  cc_rejected_duplicated_payment: rejected(
    'cc_rejected_duplicated_payment',
    pages.details,
    sentences(
      'The same amount was charged to this buyer just before.',
      'Poco antes se cobró el mismo monto a este comprador.',
      'Pouco antes foi cobrado o mesmo valor deste comprador.',
    ),
  ),
  cc_rejected_max_attempts: rejected(
    'cc_rejected_max_attempts',
    pages.details,
    sentences(
      'The limit of attempts with this method was reached.',
      'Se alcanzó el límite de intentos con este medio.',
      'O limite de tentativas com este meio foi atingido.',
    ),
    sentences(
      'This payment method cannot be tried any more for now. Please choose another method in your Mercado Pago account.',
      'Por ahora no es posible seguir intentando con este medio de pago. Elija otro medio en su cuenta de Mercado Pago, por favor.',
      'Por enquanto não é possível continuar tentando com este meio de pagamento. Por favor, escolha outro meio na sua conta do Mercado Pago.',
    ),
  ),
  cc_rejected_invalid_installments: rejected(
    'cc_rejected_invalid_installments',
    pages.details,
    sentences(
      'The card does not take this number of instalments.',
      'La tarjeta no acepta esa cantidad de cuotas.',
      'O cartão não aceita esse número de parcelas.',
    ),
  ),
  cc_rejected_card_type_not_allowed: rejected(
    'cc_rejected_card_type_not_allowed',
    pages.details,
    sentences(
      "The credit function of the buyer's card is not enabled.",
      'La tarjeta del comprador no tiene habilitada la función de crédito.',
      'O cartão do comprador não tem a função crédito habilitada.',
    ),
    sentences(
      'Your card is not enabled for credit. Please choose another method in your Mercado Pago account.',
      'Su tarjeta no tiene habilitada la función de crédito. Elija otro medio en su cuenta de Mercado Pago, por favor.',
      'Seu cartão não tem a função crédito habilitada. Por favor, escolha outro meio na sua conta do Mercado Pago.',
    ),
  ),
  cc_rejected_card_error: rejected(
    'cc_rejected_card_error',
    pages.details,
    sentences(
      'The card could not be processed.',
      'No se pudo procesar la tarjeta.',
      'Não foi possível processar o cartão.',
    ),
  ),
}
