import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** The way to a server, which can be cut. */
export interface Link {
  /** Of the same server, this way. */
  readonly connectionString: string
  /** Breaks what is connected, and refuses what comes. */
  cut(): Promise<void>
  mend(): Promise<void>
}

export async function linkTo(connectionString: string): Promise<Link> {
  const target = new URL(connectionString)
  const sockets = new Set<Socket>()
  const join = (socket: Socket) => {
    const other = connect(Number(target.port), target.hostname)
    for (const [one, another] of [[socket, other] as const, [other, socket] as const]) {
      sockets.add(one)
      one.pipe(another)
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        another.destroy()
      })
    }
  }
  let server: Server = createServer(join).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const own = new URL(target)
  own.port = String(port)
  return {
    connectionString: String(own),
    async cut() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async mend() {
      server = createServer(join).listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
