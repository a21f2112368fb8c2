import type { Unknown, UnknownCause } from '../outcome/outcome.ts'
import { type Sentences, sentences } from './sentences.ts'

type Open = 'pending' | Unknown['needs']

/** What the buyer is told while money may still move, or may have moved. Never an invitation to pay. */
export const buyerWhileOpen: Readonly<Record<'pending' | 'unknown', Sentences>> = {
  pending: sentences(
    'Your payment is being processed. Please do not pay again: we will let you know as soon as it is confirmed.',
    'Su pago se está procesando. No vuelva a pagar, por favor: le avisaremos en cuanto se confirme.',
    'Seu pagamento está sendo processado. Por favor, não pague de novo: avisaremos você assim que ele for confirmado.',
  ),
  unknown: sentences(
    'We are checking whether your payment went through. Please do not pay again: we will let you know.',
    'Estamos verificando si su pago se realizó. No vuelva a pagar, por favor: le avisaremos.',
    'Estamos verificando se o seu pagamento foi concluído. Por favor, não pague de novo: avisaremos você.',
  ),
}

/** What the merchant does in the meantime. */
export const whileOpen: Readonly<Record<Open, Sentences>> = {
  pending: sentences(
    'The money may still move: do not charge again, not even under a new idempotency key; ask again later with resolve(handle).',
    'El dinero todavía puede moverse: no vuelva a cobrar, ni siquiera con una clave de idempotencia nueva; consulte más tarde con resolve(handle).',
    'O dinheiro ainda pode ser movimentado: não cobre de novo, nem mesmo com uma nova chave de idempotência; consulte mais tarde com resolve(handle).',
  ),
  resolve: sentences(
    'The money may have moved: do not charge again, not even under a new idempotency key; find out with resolve(handle).',
    'Es posible que el dinero se haya movido: no vuelva a cobrar, ni siquiera con una clave de idempotencia nueva; averígüelo con resolve(handle).',
    'O dinheiro pode ter sido movimentado: não cobre de novo, nem mesmo com uma nova chave de idempotência; descubra com resolve(handle).',
  ),
  person: sentences(
    'The money may have moved: do not charge again, not even under a new idempotency key; a person has to look the payment up at the provider.',
    'Es posible que el dinero se haya movido: no vuelva a cobrar, ni siquiera con una clave de idempotencia nueva; una persona debe revisar el pago con el proveedor.',
    'O dinheiro pode ter sido movimentado: não cobre de novo, nem mesmo com uma nova chave de idempotência; uma pessoa precisa verificar o pagamento junto ao provedor.',
  ),
}

/** Why nobody knows. */
export const whyUnknown: Readonly<Record<UnknownCause, Sentences>> = {
  no_answer: sentences('No answer came.', 'No llegó ninguna respuesta.', 'Nenhuma resposta chegou.'),
  deadline: sentences(
    'The deadline of the call passed before an answer came.',
    'El plazo de la llamada venció antes de que llegara una respuesta.',
    'O prazo da chamada terminou antes de chegar uma resposta.',
  ),
  aborted: sentences(
    'The call was aborted after the request may have left.',
    'La llamada se canceló cuando la solicitud ya podía haber salido.',
    'A chamada foi interrompida quando a solicitação já podia ter saído.',
  ),
  unreadable_answer: sentences(
    'The answer could not be read.',
    'No se pudo leer la respuesta.',
    'Não foi possível ler a resposta.',
  ),
  unrecognised_answer: sentences(
    'The answer is not one that is documented.',
    'La respuesta no corresponde a ninguna documentada.',
    'A resposta não corresponde a nenhuma documentada.',
  ),
  server_error: sentences(
    'The provider answered with an error of its own.',
    'El proveedor respondió con un error interno.',
    'O provedor respondeu com um erro interno.',
  ),
  rate_limited: sentences(
    'The provider is receiving too many requests, and did not say what became of this one.',
    'El proveedor recibe demasiadas solicitudes y no informó qué pasó con esta.',
    'O provedor está recebendo solicitações demais e não informou o que aconteceu com esta.',
  ),
  mismatch: sentences(
    'The answer speaks of another amount or of another payment.',
    'La respuesta se refiere a otro monto o a otro pago.',
    'A resposta se refere a outro valor ou a outro pagamento.',
  ),
  in_progress: sentences(
    'An earlier request for the same payment has not been concluded yet.',
    'Una solicitud anterior del mismo pago todavía no ha concluido.',
    'Uma solicitação anterior do mesmo pagamento ainda não foi concluída.',
  ),
  idempotency_conflict: sentences(
    'The idempotency key belongs to another request.',
    'La clave de idempotencia pertenece a otra solicitud.',
    'A chave de idempotência pertence a outra solicitação.',
  ),
  refused_after_maybe_applied: sentences(
    'A refusal came, but an earlier attempt may have been carried out.',
    'Llegó un rechazo, pero un intento anterior pudo haberse realizado.',
    'Chegou uma recusa, mas uma tentativa anterior pode ter sido realizada.',
  ),
  replay_window_passed: sentences(
    'It is too late to repeat the request safely.',
    'Ya es demasiado tarde para repetir la solicitud de forma segura.',
    'Já é tarde demais para repetir a solicitação com segurança.',
  ),
  request_differs: sentences(
    'The request is not the one that was sent first, so it was not repeated.',
    'La solicitud no es igual a la que se envió primero, por lo que no se repitió.',
    'A solicitação não é igual à que foi enviada primeiro, por isso não foi repetida.',
  ),
  not_capturable: sentences(
    'The state of the payment neither allows what was asked for nor proves it.',
    'El estado del pago no permite lo que se pidió ni demuestra que se haya hecho.',
    'O estado do pagamento não permite o que foi pedido nem prova que foi feito.',
  ),
  internal: sentences(
    'Something failed on the way, after the request may have left.',
    'Algo falló en el camino, cuando la solicitud ya podía haber salido.',
    'Algo falhou no caminho, quando a solicitação já podia ter saído.',
  ),
}
