import type { Advice, DeclineReason } from '../outcome/outcome.ts'
import { type Sentences, sentences } from './sentences.ts'

/** What the merchant does after a decline. The rule for the idempotency key is here, once for all providers. */
export const afterDecline: Readonly<Record<Advice, Sentences>> = {
  change_method: sentences(
    'The decline is final: ask the buyer for another payment method, then charge as a new attempt under a new idempotency key.',
    'El rechazo es definitivo: pida al comprador otro medio de pago y luego cobre como un intento nuevo, con una clave de idempotencia nueva.',
    'A recusa é definitiva: peça ao comprador outro meio de pagamento e depois cobre em uma nova tentativa, com uma nova chave de idempotência.',
  ),
  top_up_and_retry: sentences(
    'The decline is final: ask the buyer to add money or to choose another method, then charge as a new attempt under a new idempotency key.',
    'El rechazo es definitivo: pida al comprador que agregue dinero o elija otro medio, y luego cobre como un intento nuevo, con una clave de idempotencia nueva.',
    'A recusa é definitiva: peça ao comprador que adicione saldo ou escolha outro meio e depois cobre em uma nova tentativa, com uma nova chave de idempotência.',
  ),
  call_issuer: sentences(
    'The decline is final: once the buyer has authorized the payment with the bank, charge as a new attempt under a new idempotency key.',
    'El rechazo es definitivo: cuando el comprador haya autorizado el pago con su banco, cobre como un intento nuevo, con una clave de idempotencia nueva.',
    'A recusa é definitiva: depois que o comprador autorizar o pagamento com o banco, cobre em uma nova tentativa, com uma nova chave de idempotência.',
  ),
  relink_wallet: sentences(
    'The decline is final: have the buyer link the wallet again, then charge with the new payer token, under a new idempotency key.',
    'El rechazo es definitivo: haga que el comprador vuelva a vincular su billetera y luego cobre con el nuevo token del pagador y una clave de idempotencia nueva.',
    'A recusa é definitiva: peça ao comprador que vincule a carteira de novo e depois cobre com o novo token do pagador e uma nova chave de idempotência.',
  ),
  wait_and_retry: sentences(
    'The decline is final for this attempt: try again later, a limited number of times, each as a new attempt under a new idempotency key.',
    'El rechazo es definitivo para este intento: vuelva a intentarlo más tarde, un número limitado de veces, siempre como un intento nuevo y con una clave de idempotencia nueva.',
    'A recusa é definitiva para esta tentativa: tente mais tarde, um número limitado de vezes, sempre em uma nova tentativa e com uma nova chave de idempotência.',
  ),
  check_earlier_capture: sentences(
    'Find out first whether an earlier capture took the money: until you know, do not charge again, not even under a new idempotency key.',
    'Averigüe primero si una captura anterior tomó el dinero: mientras no lo sepa, no vuelva a cobrar, ni siquiera con una clave de idempotencia nueva.',
    'Verifique primeiro se uma captura anterior já levou o dinheiro: enquanto não souber, não cobre de novo, nem mesmo com uma nova chave de idempotência.',
  ),
  do_not_retry: sentences(
    'The decline is final: do not try this payment again.',
    'El rechazo es definitivo: no vuelva a intentar este pago.',
    'A recusa é definitiva: não tente este pagamento de novo.',
  ),
}

/** What the buyer can do after a decline. */
export const buyerAfterDecline: Readonly<Record<Advice, Sentences>> = {
  change_method: sentences(
    'We could not complete your payment. Please choose another payment method and try again.',
    'No pudimos completar su pago. Elija otro medio de pago e inténtelo de nuevo, por favor.',
    'Não conseguimos concluir seu pagamento. Por favor, escolha outro meio de pagamento e tente de novo.',
  ),
  top_up_and_retry: sentences(
    'The available balance was not enough for this payment. Please add money or choose another payment method, and try again.',
    'El saldo disponible no alcanzó para este pago. Agregue dinero o elija otro medio de pago e inténtelo de nuevo, por favor.',
    'O saldo disponível não foi suficiente para este pagamento. Por favor, adicione saldo ou escolha outro meio de pagamento e tente de novo.',
  ),
  call_issuer: sentences(
    'Your bank needs your approval for this payment. Please call your bank to authorize it, and try again.',
    'Su banco necesita que usted autorice este pago. Comuníquese con su banco para autorizarlo e inténtelo de nuevo, por favor.',
    'Seu banco precisa que você autorize este pagamento. Por favor, ligue para o banco para autorizá-lo e tente de novo.',
  ),
  relink_wallet: sentences(
    'Your account is no longer linked to our store. Please link it again to complete your payment.',
    'Su cuenta ya no está vinculada con nuestra tienda. Vuelva a vincularla para completar su pago, por favor.',
    'Sua conta não está mais vinculada à nossa loja. Por favor, vincule-a de novo para concluir o pagamento.',
  ),
  wait_and_retry: sentences(
    'We could not complete your payment this time. Please try again a little later.',
    'Esta vez no pudimos completar su pago. Inténtelo de nuevo un poco más tarde, por favor.',
    'Desta vez não conseguimos concluir seu pagamento. Por favor, tente de novo um pouco mais tarde.',
  ),
  check_earlier_capture: sentences(
    'It looks as if this payment had already been made. We are checking it: please do not pay again, we will let you know.',
    'Parece que este pago ya se había realizado. Lo estamos verificando: no vuelva a pagar, por favor; le avisaremos.',
    'Parece que este pagamento já tinha sido feito. Estamos verificando: por favor, não pague de novo; nós avisaremos você.',
  ),
  do_not_retry: sentences(
    'We could not complete your payment. Please contact us and we will help you find another way to pay.',
    'No pudimos completar su pago. Contáctenos y le ayudaremos a encontrar otra forma de pagar.',
    'Não conseguimos concluir seu pagamento. Fale conosco e ajudaremos você a encontrar outra forma de pagar.',
  ),
}

/** What happened, for a code that no table knows. */
export const whyDeclined: Readonly<Record<DeclineReason, Sentences>> = {
  insufficient_funds: sentences(
    'Declined: there is not enough money.',
    'Rechazado: no hay fondos suficientes.',
    'Recusado: não há saldo suficiente.',
  ),
  issuer_refused: sentences('Declined by the issuer.', 'Rechazado por el emisor.', 'Recusado pelo emissor.'),
  call_issuer: sentences(
    'Declined: the issuer wants the buyer to authorize the payment.',
    'Rechazado: el emisor pide que el comprador autorice el pago.',
    'Recusado: o emissor pede que o comprador autorize o pagamento.',
  ),
  card_unusable: sentences(
    'Declined: the card cannot be used as it is.',
    'Rechazado: la tarjeta no se puede usar tal como está.',
    'Recusado: o cartão não pode ser usado como está.',
  ),
  fraud_suspected: sentences(
    'Declined for risk of fraud; do not tell the buyer so.',
    'Rechazado por riesgo de fraude; no se lo diga al comprador.',
    'Recusado por risco de fraude; não diga isso ao comprador.',
  ),
  duplicate: sentences(
    'Declined as a duplicate of an earlier payment.',
    'Rechazado por ser un duplicado de un pago anterior.',
    'Recusado por ser uma duplicata de um pagamento anterior.',
  ),
  attempts_exceeded: sentences(
    'Declined: the limit of attempts was reached.',
    'Rechazado: se alcanzó el límite de intentos.',
    'Recusado: o limite de tentativas foi atingido.',
  ),
  not_supported: sentences(
    'Declined: the provider does not support this.',
    'Rechazado: el proveedor no admite esta operación.',
    'Recusado: o provedor não oferece suporte a esta operação.',
  ),
  payer_token_invalid: sentences(
    'Declined: the payer token is not valid.',
    'Rechazado: el token del pagador no es válido.',
    'Recusado: o token do pagador não é válido.',
  ),
  authorization_gone: sentences(
    'Declined: there is no authorization left.',
    'Rechazado: ya no hay una autorización vigente.',
    'Recusado: não há mais uma autorização válida.',
  ),
  other: sentences(
    'Declined; see the code of the provider.',
    'Rechazado; consulte el código del proveedor.',
    'Recusado; consulte o código do provedor.',
  ),
}
