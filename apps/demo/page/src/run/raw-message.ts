import type { RunExchange } from '../../../src/api/run.ts'

/** A request as text, the way it is on the wire. What is hidden in it was hidden before it came here. */
export function rawRequest({ method, url, headers, body }: RunExchange): string {
  const { host, pathname, search } = new URL(url)
  return message(`${method} ${pathname}${search} HTTP/1.1`, { host, ...headers }, body)
}

export function rawReply({ reply }: RunExchange): string {
  return reply === null ? '' : message(`HTTP/1.1 ${reply.status}`, reply.headers, reply.body)
}

function message(first: string, headers: Readonly<Record<string, string>>, body: unknown): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const text = body === null || body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return [first, ...head, '', text].join('\n')
}
