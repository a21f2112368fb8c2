/** The providers, in a process of their own: answers every capture with its documented success, and counts. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { advancedPayment, paymentIntent, pipwaveAccepted, pipwavePayment, settlement } from '../samples.ts'

/** What the server saw since it was last asked. */
export interface Seen {
  readonly exchanges: number
  /** Exchanges that name an operation nobody else named: a repeated key would be counted once. */
  readonly operations: number
  readonly unknown: number
  readonly bodyBytes: number
  readonly cpuMs: number
}

let exchanges = 0
let unknown = 0
let bodyBytes = 0
let cpu = process.cpuUsage()
const operations = new Set<string>()

const server = createServer({ keepAlive: true }, (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const bytes = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)
    const { status, body, operation } = answer(request, bytes.toString('utf8'))
    exchanges += 1
    bodyBytes += bytes.length
    operations.add(operation)
    if (status === 404) unknown += 1
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-request-id': 'b6a2c3f0-0c35-4d2b-8f3c-7d3d1f0f8f55',
    })
    response.end(body)
  })
})
server.keepAliveTimeout = 60_000

function answer(request: IncomingMessage, body: string) {
  const url = request.url ?? ''
  const key = request.headers['x-idempotency-key'] ?? request.headers['idempotency-key']
  if (url === '/v1/advanced_payments') return { status: 201, body: advancedPayment, operation: `mp ${key}` }
  if (url.startsWith('/v1/payment_intents/')) return { status: 200, body: paymentIntent, operation: `stripe ${key}` }
  if (url === '/payment') {
    const pwId = field(body, 'pw_id')
    const captures = field(body, 'action') === 'capture-payment'
    const operation = `pipwave ${captures} ${pwId}`
    return { status: 200, body: captures ? pipwaveAccepted : pipwavePayment(pwId), operation }
  }
  const paymentId = /^\/payments\/([^/]+)\/settlements$/.exec(url)?.[1]
  if (paymentId === undefined) return { status: 404, body: '{}', operation: url }
  const requestId = field(body, 'requestId')
  return { status: 200, body: settlement(paymentId, requestId), operation: `vtex ${requestId}` }
}

/** Ids of the benchmark need no unescaping. */
function field(body: string, name: string): string {
  const start = body.indexOf(`"${name}":"`) + name.length + 4
  return body.slice(start, body.indexOf('"', start))
}

process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu)
  const seen: Seen = { exchanges, operations: operations.size, unknown, bodyBytes, cpuMs: (user + system) / 1000 }
  exchanges = unknown = bodyBytes = 0
  operations.clear()
  cpu = process.cpuUsage()
  process.send?.(seen)
})
process.on('disconnect', () => process.exit())

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
