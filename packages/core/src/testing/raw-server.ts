import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { selfSigned } from './self-signed.ts'

/** A request of which at least one byte arrived. */
export interface ReceivedRequest {
  /** Request line and headers, as far as they arrived. */
  readonly head: string
  readonly body: string
  readonly path: string
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Position among the requests of its connection, from 1. */
  readonly position: number
}

/** What the server does. Every step left out does nothing. */
export interface RawServerOptions {
  /** `self-signed`: TLS with a certificate nobody trusts. `silent`: `https:` URL, but no handshake is ever answered. */
  readonly tls?: 'self-signed' | 'silent'
  /** A connection was accepted; nothing of it is read yet. */
  readonly onConnection?: (socket: Socket) => void
  /** The first bytes of a request have arrived. */
  readonly onRequestBegun?: (socket: Socket, request: ReceivedRequest) => void
  /** A request has arrived completely. */
  readonly onRequest?: (socket: Socket, request: ReceivedRequest) => void
}

/** A TCP server on 127.0.0.1 that reads requests exactly, counts them, and answers with any bytes you write. */
export interface RawServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string
  /** Every request of which at least one byte arrived, in order. */
  readonly received: readonly ReceivedRequest[]
  /** Connections accepted so far. */
  readonly connections: number
  /** Resolves when every connection accepted so far has closed. */
  drained(): Promise<void>
  close(): Promise<void>
}

class Incoming implements ReceivedRequest {
  bytes = Buffer.alloc(0)
  readonly position: number

  constructor(position: number) {
    this.position = position
  }

  get headLength(): number | null {
    const end = this.bytes.indexOf('\r\n\r\n')
    return end < 0 ? null : end + 4
  }

  get length(): number | null {
    const { headLength } = this
    return headLength === null ? null : headLength + Number(this.headers['content-length'] ?? 0)
  }

  get head(): string {
    return this.bytes.toString('latin1', 0, this.headLength ?? this.bytes.length)
  }

  get body(): string {
    const { headLength } = this
    return headLength === null ? '' : this.bytes.toString('utf8', headLength)
  }

  get path(): string {
    return this.head.split(' ', 2)[1] ?? ''
  }

  get headers(): Readonly<Record<string, string>> {
    const lines = this.head.trimEnd().split('\r\n').slice(1)
    return Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
  }
}

/** Starts a {@link RawServer} on a free port. */
export async function rawServer(options: RawServerOptions): Promise<RawServer> {
  const received: Incoming[] = []
  const sockets = new Set<Socket>()
  const closing: Promise<void>[] = []
  let connections = 0

  const accept = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    closing.push(
      new Promise((resolve) => {
        socket.on('close', () => {
          sockets.delete(socket)
          resolve()
        })
      }),
    )
    if (options.tls === 'silent') return
    options.onConnection?.(socket)
    if (socket.destroyed) return
    let current: Incoming | null = null
    let position = 0
    socket.on('data', (chunk: Buffer) => {
      let rest = chunk
      while (rest.length > 0) {
        const begun = current === null
        current ??= new Incoming(++position)
        current.bytes = Buffer.concat([current.bytes, rest])
        rest = Buffer.alloc(0)
        const request = current
        const { length } = request
        if (length !== null && request.bytes.length >= length) {
          rest = request.bytes.subarray(length)
          request.bytes = request.bytes.subarray(0, length)
          current = null
        }
        if (begun) {
          received.push(request)
          options.onRequestBegun?.(socket, request)
        }
        if (current === null) options.onRequest?.(socket, request)
      }
    })
  }

  const server: Server =
    options.tls === 'self-signed' ? createTlsServer(selfSigned(), accept) : createServer({ noDelay: true }, accept)
  server.on('tlsClientError', () => {})
  const port = await new Promise<number>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address === 'object' && address !== null) resolve(address.port)
    })
  })

  return {
    origin: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    get connections() {
      return connections
    },
    async drained() {
      await Promise.all(closing)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
