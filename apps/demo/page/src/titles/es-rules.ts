const key = 'requestId es la clave de idempotencia de liquidaciones, cancelaciones y reembolsos'

const undocumented = 'VTEX no lo documenta; sea cual sea el estado HTTP, la respuesta dice que nada se liquidó'

const pair =
  'una llamada sin el par de credenciales correcto se responde con 401 o 403 y no hace nada (PPP no dice con cuál; su protocolo hermano para tarjetas de regalo exige esos dos y los comprueba)'

/** What a connector does by each check, and where that is said. */
export const rules = {
  'manifest.public':
    'GET /manifest es público: VTEX lo llama sin los encabezados de credenciales (OpenAPI del protocolo, security: [])',
  'manifest.schema':
    'el manifiesto enumera paymentMethods, cada uno con un name y un allowsSplit que es onAuthorize, onCapture o disabled; autoSettleDelay es texto con horas enteras; a lo sumo 3 metadataFields de 20 caracteres (OpenAPI, GET /manifest)',
  'manifest.names':
    'cada llamada nombra un medio de pago solo por su nombre, y un ajuste por el de su campo personalizado (OpenAPI, GET /manifest, Create Payment)',
  'manifest.choices':
    'un campo personalizado de tipo select tiene options, cada una con text y value (OpenAPI, GET /manifest)',
  'flow.approved':
    'la tarjeta 4444333322221111 se aprueba, su liquidación tiene settleId y el reembolso tiene refundId (Test Suite de VTEX, Authorize)',
  'flow.denied': 'la tarjeta 4444333322221112 se responde con status "denied" (Test Suite de VTEX, Denied)',
  'flow.cancellation':
    'un pago que no está liquidado se cancela con un cancellationId (Test Suite de VTEX, Cancellation)',
  'flow.async-approved':
    'la tarjeta 4222222222222224 se responde con "undefined", y "approved" se informa al callbackUrl (Test Suite de VTEX, Async Approved)',
  'flow.async-denied':
    'la tarjeta 4222222222222225 se responde con "undefined", y "denied" se informa al callbackUrl (Test Suite de VTEX, Async Denied)',
  'flow.bank-invoice':
    'un boleto bancario se responde con "undefined" y el paymentUrl del boleto, y "approved" se informa después (Test Suite de VTEX, Boleto)',
  'flow.redirect':
    'una redirección se responde con "undefined" y la URL en paymentUrl (antes redirectUrl), y "approved" se informa después (Test Suite de VTEX, Redirect)',
  'callback.url-verbatim':
    'el callbackUrl lleva el X-VTEX-signature de VTEX y se usa tal como se recibió (nota de versión sobre la firma de las URL de callback)',
  'create.current-status':
    'Create Payment repetido responde el estado actual: "undefined" pasa a "approved" o "denied" (OpenAPI, Create Payment; skill de VTEX sobre idempotencia)',
  'create.repeated':
    'Create Payment es idempotente por paymentId: el estado y los ids de un pago no cambian por preguntar de nuevo (OpenAPI, Create Payment)',
  'settle.replay': `${key}: VTEX reintenta, y una solicitud ya liquidada se responde con la respuesta guardada, al pie de la letra (skill de VTEX sobre idempotencia; OpenAPI, Settle)`,
  'settle.replay-moves-once': `${key}, así que cinco llamadas con un mismo id son una sola captura (VTEX: "expect the same settlement call several times")`,
  'settle.request-id-reused': `${key}; con un id conocido y otro cuerpo no se puede capturar nada (sin documentar; es la lectura segura de la clave)`,
  'settle.request-id-scope':
    'no consta que un requestId sea único más allá de su pago y su operación: las guías usan "5678" para una liquidación y un reembolso',
  'settle.request-id-operation':
    'el alcance de un requestId es su operación: las guías usan "5678" para una liquidación y un reembolso (cómo implementar un proveedor de pago)',
  'settle.request-id-format':
    'requestId no tiene formato: hay ejemplos como 2020-06-22T21:50:11-250, 5678 y alfanuméricos de 29 y 33 caracteres',
  'cancel.replay': `${key}: una cancelación repetida responde el primer cancellationId (skill de VTEX sobre idempotencia)`,
  'settle.new-id-same-money':
    'nadie dice que los reintentos conserven su requestId, así que el monto restante es la segunda protección: un pago se captura una sola vez',
  'settle.concurrent':
    'las llamadas pueden superponerse; primero se reserva y luego se captura, para que un requestId se ejecute una sola vez (skill de VTEX sobre idempotencia: etags, no gana la última escritura)',
  'settle.concurrent-moves-once':
    'llamadas superpuestas con un mismo requestId son una sola captura (skill de VTEX sobre idempotencia)',
  'settle.concurrent-new-ids':
    'nadie dice que los reintentos conserven su requestId: sean cuales sean los ids, no se captura más que el monto autorizado',
  'settle.dropped-answer':
    'una captura cuya respuesta se pierde debe terminar en un 200 con el reintento: tras 24 horas de fallas VTEX cancela un pedido cuyo dinero ya se tomó',
  'settle.dropped-moves-once':
    'el reintento de una liquidación cuya respuesta se perdió es la misma liquidación: su dinero se mueve una sola vez',
  'settle.value':
    'value está en la unidad de la moneda; value * 100 sin redondear hace 1998 de 19.99 y 430722 de 4307.23 (un ejemplo de VTEX)',
  'settle.partial':
    'las tiendas con facturas parciales liquidan un pago una vez por factura (VTEX, tipos de liquidación de pagos); value es el monto de esa llamada',
  'settle.equal-partials':
    'la clave es requestId, no el monto: dos capturas parciales iguales son dos (visto: un conector que usaba paymentId y value como clave)',
  'settle.over-capture':
    'sin un maxValue en la respuesta de Create Payment ninguna liquidación supera el monto autorizado (rechazar por omisión: nada está documentado)',
  'settle.over-remaining': 'todas las liquidaciones de un pago juntas no superan el monto autorizado',
  'settle.zero': 'una liquidación de nada no está documentada, y algunos adquirentes leen 0 como "todo"',
  'settle.negative': 'una liquidación por debajo de cero pagaría hacia afuera: se rechaza',
  'settle.not-a-number': 'value es un número JSON (OpenAPI, Settle): ninguna otra cosa dice cuánto capturar',
  'split.right':
    'donde el manifiesto dice allowsSplit onCapture, las liquidaciones llevan recipients; sus montos suman value (guía de split payouts)',
  'split.wrong':
    'recipients suma value: el propio gateway de VTEX rechaza una diferencia ("Value in recipients is different than operation value")',
  'split.float-noise':
    'el gateway deja pasar ruido como 13.989999999999999999999999988 en recipients (known issue 698005): redondear la mitad hacia arriba, y después sumar',
  'split.commission':
    'la comisión de un vendedor está contenida en el monto del marketplace, y se escribe commissionAmount o comissionAmount (guía de split payouts)',
  'split.minimal':
    'chargeProcessingFee y chargebackLiable son opcionales, document es texto de cualquier país (OpenAPI, Settle)',
  'fields.five':
    'son obligatorios transactionId, requestId, paymentId, value y authorizationId; todo lo demás puede faltar (OpenAPI, Settle)',
  'fields.four': 'dos guías de VTEX liquidan solo con paymentId, transactionId, value y requestId, sin authorizationId',
  'fields.null':
    'un campo opcional que es null no dice más que uno ausente (sin documentar; las guías escriben null para lo que no hay)',
  'fields.unknown':
    'el contrato creció cada año (nsu, merchantSettings, connectorMetadata): un campo que nadie conocía no debe impedir una captura',
  'fields.authorization-number':
    'authorizationId es texto en el OpenAPI y un número en la página de 2020: tómese ambos como el mismo id',
  'fields.missing':
    'requestId y value son obligatorios (OpenAPI, Settle): sin una clave un reintento capturaría dos veces, sin un value nadie sabe cuánto',
  'ids.path-and-body':
    'paymentId está en la ruta y en el cuerpo: donde difieren, cualquiera de las dos elecciones podría capturar un pago que no era',
  'ids.unknown-payment': 'una liquidación nombra un pago autorizado; para cualquier otro no hay nada que capturar',
  'state.capture-after-cancel':
    'un pago cancelado no debe capturarse: de approved se pasa a settled o a cancelled (skill de VTEX sobre idempotencia)',
  'state.cancel-after-settle':
    'después de una liquidación VTEX reembolsa; una cancelación que acepta sobre dinero ya capturado lo pierde (guía de flujos de compra)',
  'state.capture-denied':
    'solo se liquida un pago aprobado (skill de VTEX sobre idempotencia: undefined, approved, settled)',
  'refund.partial': 'un reembolso devuelve el value que nombra, de la liquidación que nombra (OpenAPI, Refund)',
  'refund.replay':
    'requestId es la clave de idempotencia de los reembolsos: VTEX los reintenta durante 24 horas (OpenAPI, Refund)',
  'refund.twice':
    'todos los reembolsos de una liquidación juntos no superan su monto: el reembolso doble es un known issue de VTEX (615050)',
  'refund.unknown-settlement': 'settleId es el id que el conector dio en la liquidación (OpenAPI, Refund)',
  'refund.other-payment': 'settleId pertenece al pago para el que se dio (OpenAPI, Refund)',
  'refund.tied-to-settlement':
    'con varias liquidaciones de un pago, settleId dice cuál se reembolsa (visto: un mismo id para todas)',
  'refund.unsettled':
    'un reembolso devuelve una liquidación; antes de haberla solo hay cancelación (guía de flujos de compra)',
  'inbound.answer':
    'se repiten requestId y paymentId, y responseData contiene statusCode, contentType y content como texto (OpenAPI, Inbound Request)',
  'inbound.replay': 'requestId asegura la idempotencia de las solicitudes inbound (OpenAPI, Inbound Request)',
  'inbound.both-paths':
    'el contrato escribe /inbound/{action}, su índice y las guías /inbound-request/{action} (OpenAPI; guía de flujos de compra): nadie dice cuál se llama',
  'inbound.credentials':
    'las solicitudes inbound llevan el par de credenciales como toda otra llamada (OpenAPI, Inbound Request); el id del pago lo conocen muchos, y no basta',
  'configuration.token':
    'la respuesta es 200 con applicationId "vtex" y un token (OpenAPI, Create Authorization Token)',
  'configuration.public':
    'con el flujo de configuración VTEX obtiene el par de credenciales de un comercio, así que ocurre antes de que lo haya (guía del flujo de configuración)',
  'configuration.fresh-token':
    'un token representa a un comercio que está por iniciar sesión, y a su returnUrl: dos comercios que comparten uno reciben cada uno lo del otro',
  'configuration.redirect':
    'VTEX envía allí el navegador del comercio, con el token (OpenAPI, Authorization Redirect): hace falta una página, o una redirección a una',
  'configuration.unknown-code':
    'GET /authorization/credentials responde el par de credenciales del comercio que inició sesión (OpenAPI, Authorization Credentials); es público, así que el código es lo único que protege el par',
  'auth.provider-headers':
    'X-PROVIDER-API-* es el nombre actual de los encabezados, que se envían donde usesProviderHeadersName es true (OpenAPI)',
  'auth.vtex-headers':
    'X-VTEX-API-* es el nombre anterior y sigue vigente, se envía donde usesProviderHeadersName es false (Help Center)',
  'auth.bad-token': pair,
  'auth.bad-key': pair,
  'auth.empty': pair,
  'auth.missing': pair,
  'auth.test-suite-header':
    'cualquiera puede enviar X-VTEX-API-Is-TestSuite: nunca reemplaza las credenciales (visto: un middleware que omite la autenticación por él)',
  'auth.every-route': `${pair}: también Create Payment, las cancelaciones y los reembolsos`,
  'body.malformed': `un JSON roto se responde con 400 (o 500) y no captura nada (${undocumented})`,
  'body.empty': `una liquidación sin cuerpo se responde con 400 (o 500): la ruta sola no dice ni monto ni clave (${undocumented})`,
  'body.not-an-object': `una liquidación es un objeto JSON; una lista, un texto o null se responde con 400 (o 500) (${undocumented})`,
  'body.oversized': `una liquidación tiene unos pocos kilobytes; lo que es miles de veces mayor se responde con 413 o se corta, no se lee en memoria (${undocumented})`,
  'body.content-type': `Content-Type: application/json es obligatorio (OpenAPI); cualquier otra cosa se responde con 415 (o 400) (${undocumented})`,
  'body.content-type-parameters':
    'un tipo de medio puede tener parámetros, y mayúsculas o minúsculas por igual (RFC 9110, 8.3.1): "application/json; charset=utf-8" es JSON',
  'body.refusal-is-json':
    'toda respuesta a una liquidación dice settleId null y value 0 cuando no se liquidó nada, sea cual sea el estado HTTP: el gateway lee el cuerpo (página original; OpenAPI, Settle 500)',
  'route.unknown':
    'lo que no está en el protocolo no se encuentra (RFC 9110, 15.5.5); un SDK que responde 200 a todo oculta URL mal configuradas',
  'route.method':
    'las liquidaciones llegan por POST; otro método se responde con 405 y un encabezado Allow, o con 404 (RFC 9110, 15.5.6)',
  'answer.create':
    'están paymentId, status, authorizationId, tid, nsu, acquirer y tres plazos en segundos (OpenAPI, Create Payment 200)',
  'answer.settle':
    'en cada respuesta están paymentId, settleId, value, code, message y requestId (OpenAPI, Settle 200 y 500)',
  'answer.cancel':
    'en cada respuesta están paymentId, cancellationId, code, message y requestId (OpenAPI, Cancel 200, 500 y 501)',
  'answer.refund':
    'en cada respuesta están paymentId, refundId, value, code, message y requestId (OpenAPI, Refund 200, 500 y 501)',
  'answer.ids':
    'paymentId y requestId son los de la solicitud (página original; OpenAPI): una respuesta con otros ids es de otra llamada',
  'answer.null-and-zero':
    'si falla, settleId debe ser null y value debe ser 0; si se logra, value es lo capturado, a lo sumo lo pedido (página original; OpenAPI)',
  'answer.status':
    '200 con un settleId solo cuando la liquidación se completó definitivamente; lo no hecho es 500 (OpenAPI, texto de 2025-12) o 200 con settleId null (página original); 202 y 501 no están documentados para liquidaciones',
  'answer.manual-codes':
    'estos códigos son de reembolsos y cancelaciones; con settleId null, refund-manually hace que VTEX reembolse dos veces (known issue 615050)',
  'answer.settle-ids':
    'los reembolsos nombran una liquidación por settleId, así que no hay dos liquidaciones con el mismo (visto: el id de la transacción para todas)',
  'answer.json': 'las respuestas son objetos JSON con Content-Type: application/json (OpenAPI)',
  'leak.settings':
    'merchantSettings pueden ser contraseñas, y el token lo es: nunca se repite la solicitud (visto: respuestas hechas copiándola)',
  'leak.card':
    'un número de tarjeta completo no sale de un entorno PCI para nadie (PCI DSS 3.4); las respuestas documentadas no tienen campo para él',
  'time.test-suite':
    'con el encabezado del Test Suite un conector responde en 5 segundos (OpenAPI; guía de homologación)',
  'time.gateway':
    'sin el encabezado del Test Suite un conector responde en 20 segundos (OpenAPI; cómo implementar un proveedor de pago)',
}
