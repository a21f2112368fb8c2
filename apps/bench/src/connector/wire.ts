/** One settlement as VTEX asks for it, and what both sides are asked with. No two are alike but by number. */

export const appKey = 'vtexappkey-benchmark-ABCDEF'
export const appToken = 'benchmark-token-0123456789abcdef0123456789abcdef'
export const amount = '700.50'

/** 32 hexadecimal digits, as VTEX has them. */
function paymentIdOf(number: number): string {
  return number.toString(16).toUpperCase().padStart(32, 'F5C1A4E20D3B4E07B7E871F500000000')
}

export function requestIdOf(number: number): string {
  return `2026-01-01T00:00:00-${number}`
}

/** A request as bytes on the wire would spell it: nothing of what a client does is measured. */
export function requestOf(number: number, port: number): string {
  const paymentId = paymentIdOf(number)
  const body = JSON.stringify({
    transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
    requestId: requestIdOf(number),
    paymentId,
    value: 700.5,
    authorizationId: '5784589',
    tid: 'TID-5784589',
    recipients: [],
    sandboxMode: false,
    merchantSettings: [{ name: 'field', value: 'of the merchant' }],
    connectorMetadata: [],
  })
  return [
    `POST /payments/${paymentId}/settlements HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'accept: application/json',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-vtex-api-appkey: ${appKey}`,
    `x-vtex-api-apptoken: ${appToken}`,
    '',
    body,
  ].join('\r\n')
}
