import { buyerAfterRefusal, type CodeMessage, joinSentences, newKeyAfterRefusal, sentences } from '@cap/core/messages'
import { pages } from './sources.ts'

function entry(what: readonly [string, string, string], source: string): CodeMessage {
  const [en, es, pt] = what
  const happened = sentences(
    `Mercado Pago refused the request: ${en}.`,
    `Mercado Pago rechazó la solicitud: ${es}.`,
    `O Mercado Pago recusou a solicitação: ${pt}.`,
  )
  const merchant = joinSentences(happened, newKeyAfterRefusal)
  return { status: 'refused', reason: null, advice: null, source, buyer: buyerAfterRefusal, merchant }
}

/**
 * The marketplace's list for the same path: that a code of it comes for Wallet Connect is inferred. Some are about fields
 * that this client never sends; they are here because the page has them.
 */
const whatIsWrong = {
  400004: ['the application is not valid', 'la aplicación no es válida', 'a aplicação não é válida'],
  400005: ['the application is missing', 'falta la aplicación', 'falta a aplicação'],
  400006: [
    'the release date of the disbursement is not valid',
    'la fecha de liberación del desembolso no es válida',
    'a data de liberação do desembolso não é válida',
  ],
  400007: [
    'the release date of the disbursement was not accepted',
    'no se aceptó la fecha de liberación del desembolso',
    'a data de liberação do desembolso não foi aceita',
  ],
  400013: ["the payer's email is not valid", 'el correo del pagador no es válido', 'o e-mail do pagador não é válido'],
  400014: [
    'the number of payments is not valid',
    'la cantidad de pagos no es válida',
    'a quantidade de pagamentos não é válida',
  ],
  400015: [
    "a payment from the account's balance needs the payer's id",
    'un pago con dinero en cuenta requiere el ID del pagador',
    'um pagamento com saldo em conta exige o ID do pagador',
  ],
  400016: ['the payment type is not valid', 'el tipo de pago no es válido', 'o tipo de pagamento não é válido'],
  400017: ['the amount is missing', 'falta el monto de la transacción', 'falta o valor da transação'],
  400018: ['the amount is not valid', 'el monto no es válido', 'o valor não é válido'],
  400019: ['the payment method is missing', 'falta el medio de pago', 'falta o meio de pagamento'],
  400020: ['the payment type is missing', 'falta el tipo de pago', 'falta o tipo de pagamento'],
  400021: [
    'the format of the amount is not valid',
    'el formato del monto no es válido',
    'o formato do valor não é válido',
  ],
  400022: [
    'processing_mode is not valid',
    'el campo processing_mode no es válido',
    'o campo processing_mode não é válido',
  ],
  400023: ['the type of the payer is missing', 'falta el tipo de pagador', 'falta o tipo do pagador'],
  400024: ["the payer's first name is missing", 'falta el nombre del pagador', 'falta o nome do pagador'],
  400025: ["the payer's last name is missing", 'falta el apellido del pagador', 'falta o sobrenome do pagador'],
  400026: [
    "the type of the payer's identification is missing",
    'falta el tipo de identificación del pagador',
    'falta o tipo de identificação do pagador',
  ],
  400027: [
    "the number of the payer's identification is missing",
    'falta el número de identificación del pagador',
    'falta o número de identificação do pagador',
  ],
  400028: ['the expiry date is missing', 'falta la fecha de vencimiento', 'falta a data de vencimento'],
  400029: ['the token of the payment is missing', 'falta el token del pago', 'falta o token do pagamento'],
  400030: ['the instalments are missing', 'faltan las cuotas', 'faltam as parcelas'],
  400031: [
    'the amount of the disbursements is missing',
    'falta el monto de los desembolsos',
    'falta o valor dos desembolsos',
  ],
  400032: ["the collector's id is missing", 'falta el ID del cobrador', 'falta o ID do recebedor'],
  400033: [
    "the marketplace's fee is not valid",
    'la comisión del marketplace no es válida',
    'a comissão do marketplace não é válida',
  ],
  400034: [
    'the amount of the disbursement is not valid',
    'el monto del desembolso no es válido',
    'o valor do desembolso não é válido',
  ],
  400035: [
    'money_release_date is not valid',
    'el campo money_release_date no es válido',
    'o campo money_release_date não é válido',
  ],
  400036: [
    'the marketplace has no permission for this payer',
    'el marketplace no tiene permisos sobre este pagador',
    'o marketplace não tem permissão sobre este pagador',
  ],
  400037: ['the collector was not found', 'no se encontró al cobrador', 'o recebedor não foi encontrado'],
  400039: ['the request is not valid', 'la solicitud no es válida', 'a solicitação não é válida'],
  400040: ['the status is not valid', 'el estado no es válido', 'o status não é válido'],
  400041: ['the start date is not valid', 'la fecha de inicio no es válida', 'a data de início não é válida'],
  400042: ['the end date is not valid', 'la fecha de fin no es válida', 'a data de fim não é válida'],
  400043: ['the email is not valid', 'el correo electrónico no es válido', 'o e-mail não é válido'],
  400044: ["the payer's id is not valid", 'el ID del pagador no es válido', 'o ID do pagador não é válido'],
  400045: ["the collector's id is not valid", 'el ID del cobrador no es válido', 'o ID do recebedor não é válido'],
  400046: [
    'external_reference is not valid',
    'el campo external_reference no es válido',
    'o campo external_reference não é válido',
  ],
  400047: [
    'some parameters of the search are not valid',
    'algunos parámetros de la búsqueda no son válidos',
    'alguns parâmetros da busca não são válidos',
  ],
  400048: ['the id is not valid', 'el ID no es válido', 'o ID não é válido'],
  400049: [
    'the date of the last change is not valid',
    'la fecha de última modificación no es válida',
    'a data da última modificação não é válida',
  ],
  400051: ['money_release_date is missing', 'falta el campo money_release_date', 'falta o campo money_release_date'],
  400052: ['processing_mode is missing', 'falta el campo processing_mode', 'falta o campo processing_mode'],
  400053: ['the content is not valid', 'el contenido no es válido', 'o conteúdo não é válido'],
  400054: [
    'the marketplace has no permission for this collector',
    'el marketplace no tiene permisos sobre este cobrador',
    'o marketplace não tem permissão sobre este recebedor',
  ],
  400055: ['external_reference is missing', 'falta el campo external_reference', 'falta o campo external_reference'],
  400056: [
    'money_release_days is not valid',
    'el campo money_release_days no es válido',
    'o campo money_release_days não é válido',
  ],
  400057: [
    'a payment with this collector and external_reference exists already, so find out first whether it took the money',
    'ya existe un pago con este cobrador y este external_reference, así que averigüe primero si ese pago tomó el dinero',
    'já existe um pagamento com este recebedor e este external_reference, então verifique primeiro se ele levou o dinheiro',
  ],
  400058: [
    'the idempotency key is not valid',
    'la clave de idempotencia no es válida',
    'a chave de idempotência não é válida',
  ],
  401000: ['the access token is not valid', 'el access token no es válido', 'o access token não é válido'],
  401002: [
    'the access token is not valid or is not accepted any more',
    'el access token no es válido o ya no se acepta',
    'o access token não é válido ou não é mais aceito',
  ],
} as const

const ofTheList = Object.entries(whatIsWrong).map(([code, what]) => [code, entry(what, pages.errors)] as const)

/** Codes that end a capture in a throw: nothing was executed. */
export const refused: Readonly<Record<string, CodeMessage>> = {
  ...Object.fromEntries(ofTheList),
  400136: entry(
    [
      'the discount does not exist, or its amount is another one',
      'el descuento no existe o su monto es otro',
      'o desconto não existe ou seu valor é outro',
    ],
    pages.discounts,
  ),
}
