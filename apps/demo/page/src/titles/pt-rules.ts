const key = 'requestId é a chave de idempotência de liquidações, cancelamentos e reembolsos'

const undocumented = 'a VTEX não o documenta; seja qual for o status HTTP, a resposta diz que nada foi liquidado'

const pair =
  'uma chamada sem o par de credenciais correto é respondida com 401 ou 403 e não faz nada (o PPP não diz com qual; o protocolo irmão, de vales-presente, exige esses dois e os testa)'

/** What a connector does by each check, and where that is said. */
export const rules = {
  'manifest.public':
    'GET /manifest é público: a VTEX o chama sem os cabeçalhos de credenciais (OpenAPI do protocolo, security: [])',
  'manifest.schema':
    'o manifesto lista paymentMethods, cada um com um name e um allowsSplit que é onAuthorize, onCapture ou disabled; autoSettleDelay é texto com horas inteiras; no máximo 3 metadataFields de 20 caracteres (OpenAPI, GET /manifest)',
  'manifest.names':
    'cada chamada identifica um meio de pagamento só pelo nome, e uma configuração pelo nome do seu campo personalizado (OpenAPI, GET /manifest, Create Payment)',
  'manifest.choices':
    'um campo personalizado do tipo select tem options, cada uma com text e value (OpenAPI, GET /manifest)',
  'flow.approved':
    'o cartão 4444333322221111 é aprovado, a sua liquidação tem settleId e o reembolso tem refundId (Test Suite da VTEX, Authorize)',
  'flow.denied': 'o cartão 4444333322221112 é respondido com status "denied" (Test Suite da VTEX, Denied)',
  'flow.cancellation':
    'um pagamento que não está liquidado é cancelado com um cancellationId (Test Suite da VTEX, Cancellation)',
  'flow.async-approved':
    'o cartão 4222222222222224 é respondido com "undefined", e "approved" é informado ao callbackUrl (Test Suite da VTEX, Async Approved)',
  'flow.async-denied':
    'o cartão 4222222222222225 é respondido com "undefined", e "denied" é informado ao callbackUrl (Test Suite da VTEX, Async Denied)',
  'flow.bank-invoice':
    'um boleto bancário é respondido com "undefined" e o paymentUrl do boleto, e "approved" é informado depois (Test Suite da VTEX, Boleto)',
  'flow.redirect':
    'um redirecionamento é respondido com "undefined" e a URL em paymentUrl (antes redirectUrl), e "approved" é informado depois (Test Suite da VTEX, Redirect)',
  'callback.url-verbatim':
    'o callbackUrl traz o X-VTEX-signature da VTEX e é usado tal como foi recebido (nota de versão sobre a assinatura das URLs de callback)',
  'create.current-status':
    'Create Payment repetido responde o status atual: "undefined" passa a "approved" ou "denied" (OpenAPI, Create Payment; skill da VTEX sobre idempotência)',
  'create.repeated':
    'Create Payment é idempotente por paymentId: o status e os ids de um pagamento não mudam por se perguntar de novo (OpenAPI, Create Payment)',
  'settle.replay': `${key}: a VTEX tenta de novo, e uma requisição já liquidada é respondida com a resposta guardada, ao pé da letra (skill da VTEX sobre idempotência; OpenAPI, Settle)`,
  'settle.replay-moves-once': `${key}, portanto cinco chamadas com um mesmo id são uma só captura (VTEX: "expect the same settlement call several times")`,
  'settle.request-id-reused': `${key}; com um id conhecido e outro corpo nada pode ser capturado (não documentado; é a leitura segura da chave)`,
  'settle.request-id-scope':
    'não consta que um requestId seja único além do seu pagamento e da sua operação: os guias usam "5678" para uma liquidação e um reembolso',
  'settle.request-id-operation':
    'o alcance de um requestId é a operação: os guias usam "5678" para uma liquidação e um reembolso (como implementar um provedor de pagamento)',
  'settle.request-id-format':
    'requestId não tem formato: há exemplos como 2020-06-22T21:50:11-250, 5678 e alfanuméricos de 29 e 33 caracteres',
  'cancel.replay': `${key}: um cancelamento repetido responde o primeiro cancellationId (skill da VTEX sobre idempotência)`,
  'settle.new-id-same-money':
    'ninguém diz que as novas tentativas mantêm o requestId, portanto o valor restante é a segunda proteção: um pagamento é capturado uma só vez',
  'settle.concurrent':
    'as chamadas podem se sobrepor; primeiro se reserva e depois se captura, para que um requestId seja executado uma só vez (skill da VTEX sobre idempotência: etags, não vence a última escrita)',
  'settle.concurrent-moves-once':
    'chamadas sobrepostas com um mesmo requestId são uma só captura (skill da VTEX sobre idempotência)',
  'settle.concurrent-new-ids':
    'ninguém diz que as novas tentativas mantêm o requestId: sejam quais forem os ids, não se captura mais do que o valor autorizado',
  'settle.dropped-answer':
    'uma captura cuja resposta se perde deve terminar em um 200 na nova tentativa: após 24 horas de falhas a VTEX cancela um pedido cujo dinheiro já foi tomado',
  'settle.dropped-moves-once':
    'a nova tentativa de uma liquidação cuja resposta se perdeu é a mesma liquidação: o dinheiro dela se move uma só vez',
  'settle.value':
    'value está na unidade da moeda; value * 100 sem arredondar faz 1998 de 19.99 e 430722 de 4307.23 (um exemplo da VTEX)',
  'settle.partial':
    'lojas com faturamento parcial liquidam um pagamento uma vez por nota fiscal (VTEX, tipos de liquidação de pagamentos); value é o valor dessa chamada',
  'settle.equal-partials':
    'a chave é requestId, não o valor: duas capturas parciais iguais são duas (visto: um conector que usava paymentId e value como chave)',
  'settle.over-capture':
    'sem um maxValue na resposta de Create Payment nenhuma liquidação passa do valor autorizado (recusar por padrão: nada está documentado)',
  'settle.over-remaining': 'todas as liquidações de um pagamento juntas não passam do valor autorizado',
  'settle.zero': 'uma liquidação de nada não está documentada, e alguns adquirentes leem 0 como "tudo"',
  'settle.negative': 'uma liquidação abaixo de zero pagaria para fora: é recusada',
  'settle.not-a-number': 'value é um número JSON (OpenAPI, Settle): nenhuma outra coisa diz quanto capturar',
  'split.right':
    'onde o manifesto diz allowsSplit onCapture, as liquidações trazem recipients; os valores deles somam value (guia de split payouts)',
  'split.wrong':
    'recipients soma value: o próprio gateway da VTEX recusa uma diferença ("Value in recipients is different than operation value")',
  'split.float-noise':
    'o gateway deixa passar ruído como 13.989999999999999999999999988 em recipients (known issue 698005): arredondar a metade para cima, e depois somar',
  'split.commission':
    'a comissão de um vendedor está contida no valor do marketplace, e se escreve commissionAmount ou comissionAmount (guia de split payouts)',
  'split.minimal':
    'chargeProcessingFee e chargebackLiable são opcionais, document é texto de qualquer país (OpenAPI, Settle)',
  'fields.five':
    'são obrigatórios transactionId, requestId, paymentId, value e authorizationId; todo o resto pode faltar (OpenAPI, Settle)',
  'fields.four': 'dois guias da VTEX liquidam só com paymentId, transactionId, value e requestId, sem authorizationId',
  'fields.null':
    'um campo opcional que é null não diz mais do que um ausente (não documentado; os guias escrevem null para o que não há)',
  'fields.unknown':
    'o contrato cresceu a cada ano (nsu, merchantSettings, connectorMetadata): um campo que ninguém conhecia não deve impedir uma captura',
  'fields.authorization-number':
    'authorizationId é texto no OpenAPI e um número na página de 2020: os dois valem como o mesmo id',
  'fields.missing':
    'requestId e value são obrigatórios (OpenAPI, Settle): sem uma chave uma nova tentativa capturaria duas vezes, sem um value ninguém sabe quanto',
  'ids.path-and-body':
    'paymentId está na rota e no corpo: onde diferem, qualquer das duas escolhas poderia capturar um pagamento que não era o pretendido',
  'ids.unknown-payment': 'uma liquidação indica um pagamento autorizado; para qualquer outro não há nada a capturar',
  'state.capture-after-cancel':
    'um pagamento cancelado não deve ser capturado: de approved se passa a settled ou a cancelled (skill da VTEX sobre idempotência)',
  'state.cancel-after-settle':
    'depois de uma liquidação a VTEX reembolsa; um cancelamento que diz sim a dinheiro já capturado o perde (guia de fluxos de compra)',
  'state.capture-denied':
    'só se liquida um pagamento aprovado (skill da VTEX sobre idempotência: undefined, approved, settled)',
  'refund.partial': 'um reembolso devolve o value que indica, da liquidação que indica (OpenAPI, Refund)',
  'refund.replay':
    'requestId é a chave de idempotência dos reembolsos: a VTEX tenta de novo durante 24 horas (OpenAPI, Refund)',
  'refund.twice':
    'todos os reembolsos de uma liquidação juntos não passam do valor dela: o reembolso em dobro é um known issue da VTEX (615050)',
  'refund.unknown-settlement': 'settleId é o id que o conector deu na liquidação (OpenAPI, Refund)',
  'refund.other-payment': 'settleId pertence ao pagamento para o qual foi dado (OpenAPI, Refund)',
  'refund.tied-to-settlement':
    'com várias liquidações de um pagamento, settleId diz qual é reembolsada (visto: um mesmo id para todas)',
  'refund.unsettled': 'um reembolso devolve uma liquidação; antes dela só há cancelamento (guia de fluxos de compra)',
  'inbound.answer':
    'requestId e paymentId são repetidos, e responseData contém statusCode, contentType e content como texto (OpenAPI, Inbound Request)',
  'inbound.replay': 'requestId garante a idempotência das requisições inbound (OpenAPI, Inbound Request)',
  'inbound.both-paths':
    'o contrato escreve /inbound/{action}, o seu índice e os guias /inbound-request/{action} (OpenAPI; guia de fluxos de compra): ninguém diz qual é chamada',
  'inbound.credentials':
    'as requisições inbound trazem o par de credenciais como qualquer outra chamada (OpenAPI, Inbound Request); o id do pagamento muitos conhecem, e não basta',
  'configuration.token': 'a resposta é 200 com applicationId "vtex" e um token (OpenAPI, Create Authorization Token)',
  'configuration.public':
    'com o fluxo de configuração a VTEX obtém o par de credenciais de uma loja, portanto ele ocorre antes de haver um (guia do fluxo de configuração)',
  'configuration.fresh-token':
    'um token representa uma loja que está prestes a fazer login, e o seu returnUrl: duas lojas que compartilham um recebem cada uma o da outra',
  'configuration.redirect':
    'a VTEX envia para lá o navegador da loja, com o token (OpenAPI, Authorization Redirect): é preciso uma página, ou um redirecionamento para uma',
  'configuration.unknown-code':
    'GET /authorization/credentials responde o par de credenciais da loja que fez login (OpenAPI, Authorization Credentials); é público, portanto o código é a única coisa que protege o par',
  'auth.provider-headers':
    'X-PROVIDER-API-* é o nome atual dos cabeçalhos, enviados onde usesProviderHeadersName é true (OpenAPI)',
  'auth.vtex-headers':
    'X-VTEX-API-* é o nome anterior e continua em uso, enviado onde usesProviderHeadersName é false (Help Center)',
  'auth.bad-token': pair,
  'auth.bad-key': pair,
  'auth.empty': pair,
  'auth.missing': pair,
  'auth.test-suite-header':
    'qualquer um pode enviar X-VTEX-API-Is-TestSuite: ele nunca substitui as credenciais (visto: um middleware que pula a autenticação por causa dele)',
  'auth.every-route': `${pair}: também Create Payment, os cancelamentos e os reembolsos`,
  'body.malformed': `um JSON quebrado é respondido com 400 (ou 500) e não captura nada (${undocumented})`,
  'body.empty': `uma liquidação sem corpo é respondida com 400 (ou 500): a rota sozinha não diz nem valor nem chave (${undocumented})`,
  'body.not-an-object': `uma liquidação é um objeto JSON; uma lista, um texto ou null são respondidos com 400 (ou 500) (${undocumented})`,
  'body.oversized': `uma liquidação tem poucos kilobytes; o que é milhares de vezes maior é respondido com 413 ou cortado, não lido na memória (${undocumented})`,
  'body.content-type': `Content-Type: application/json é obrigatório (OpenAPI); qualquer outra coisa é respondida com 415 (ou 400) (${undocumented})`,
  'body.content-type-parameters':
    'um tipo de mídia pode ter parâmetros, e maiúsculas ou minúsculas (RFC 9110, 8.3.1): "application/json; charset=utf-8" é JSON',
  'body.refusal-is-json':
    'toda resposta a uma liquidação diz settleId null e value 0 quando nada foi liquidado, seja qual for o status HTTP: o gateway lê o corpo (página original; OpenAPI, Settle 500)',
  'route.unknown':
    'o que não está no protocolo não é encontrado (RFC 9110, 15.5.5); um SDK que responde 200 a tudo esconde URLs mal configuradas',
  'route.method':
    'as liquidações chegam por POST; outro método é respondido com 405 e um cabeçalho Allow, ou com 404 (RFC 9110, 15.5.6)',
  'answer.create':
    'estão lá paymentId, status, authorizationId, tid, nsu, acquirer e três prazos em segundos (OpenAPI, Create Payment 200)',
  'answer.settle':
    'em cada resposta estão paymentId, settleId, value, code, message e requestId (OpenAPI, Settle 200 e 500)',
  'answer.cancel':
    'em cada resposta estão paymentId, cancellationId, code, message e requestId (OpenAPI, Cancel 200, 500 e 501)',
  'answer.refund':
    'em cada resposta estão paymentId, refundId, value, code, message e requestId (OpenAPI, Refund 200, 500 e 501)',
  'answer.ids':
    'paymentId e requestId são os da requisição (página original; OpenAPI): uma resposta com outros ids é de outra chamada',
  'answer.null-and-zero':
    'se falha, settleId deve ser null e value deve ser 0; se dá certo, value é o que foi capturado, no máximo o que foi pedido (página original; OpenAPI)',
  'answer.status':
    '200 com um settleId só quando a liquidação se completou definitivamente; o que não foi feito é 500 (OpenAPI, texto de 2025-12) ou 200 com settleId null (página original); 202 e 501 não estão documentados para liquidações',
  'answer.manual-codes':
    'estes códigos são de reembolsos e cancelamentos; com settleId null, refund-manually faz a VTEX reembolsar duas vezes (known issue 615050)',
  'answer.settle-ids':
    'os reembolsos indicam uma liquidação por settleId, portanto não há duas liquidações com o mesmo (visto: o id da transação para todas)',
  'answer.json': 'as respostas são objetos JSON com Content-Type: application/json (OpenAPI)',
  'leak.settings':
    'merchantSettings podem ser senhas, e o token é uma: nunca se repete a requisição (visto: respostas feitas copiando-a)',
  'leak.card':
    'um número de cartão completo não sai de um ambiente PCI para ninguém (PCI DSS 3.4); as respostas documentadas não têm campo para ele',
  'time.test-suite': 'com o cabeçalho do Test Suite um conector responde em 5 segundos (OpenAPI; guia de homologação)',
  'time.gateway':
    'sem o cabeçalho do Test Suite um conector responde em 20 segundos (OpenAPI; como implementar um provedor de pagamento)',
}
