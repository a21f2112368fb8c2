import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Exchange, TransportError } from '@cap/core/http'

const longestMs = 10_000

/**
 * Writes a whole request on a socket of its own, and drops the connection without reading an answer.
 *
 * @throws TransportError when nothing could be written
 */
export function dropAfterSending({ method, url, headers, body }: Exchange, afterMs: number): Promise<void> {
  const { protocol, hostname, port, pathname, search, host } = new URL(url)
  const bytes = Buffer.from(body ?? '')
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
    'connection: close',
  ]
  const request = Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
  const name = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    let code = 'TIMEOUT'
    let opened = false
    const socket: Socket =
      protocol === 'https:'
        ? connectTls({ host: name, port: Number(port || 443), ...(isIP(name) === 0 ? { servername: name } : {}) })
        : connectPlain({ host: name, port: Number(port || 80) })
    socket.setTimeout(longestMs, () => socket.destroy())
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      opened = true
      socket.write(request, () => setTimeout(() => socket.destroy(), afterMs))
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? code
    })
    // Whatever happened to what was sent, the retry tells.
    socket.once('close', () => {
      if (opened) resolve()
      else reject(new TransportError({ sent: 'no', phase: 'connect', code }))
    })
  })
}
