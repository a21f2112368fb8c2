import type { InboundRequest } from '../../operations.ts'

export const inboundRequest: InboundRequest = {
  action: 'hook',
  requestId: 'LA4E20D3B4E07B7E871F5B5BC9F91',
  transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
  paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
  authorizationId: 'AUT123567',
  nsu: 'NSU987432',
  tid: '10022005181543584603',
  body: '{"event":"paid","secret":"inbound-body-5d1e"}',
}
