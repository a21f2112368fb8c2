import { connect, type Socket } from 'node:net'
import { requestIdOf, requestOf } from './wire.ts'

/** Connections that ask one after the other, over plain sockets: cheap, so that it is the server that is waited for. */
export interface Asker {
  /** Asks for so many settlements, each a new one. @throws Error for an answer that settles anything else */
  ask(count: number): Promise<{ readonly seconds: number }>
  close(): void
}

export async function openAsker(port: number, connections: number): Promise<Asker> {
  let sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  let first = 0
  return {
    async ask(count) {
      const texts = Array.from({ length: count }, (_, index) => requestOf(first + index, port))
      const start = first
      first += count
      let next = 0
      // While the other servers have their turn, this one may give its idle connections up: Node does after five seconds.
      sockets = await Promise.all(sockets.map((socket) => (socket.destroyed ? open(port) : socket)))
      const startedAt = performance.now()
      const worker = async (socket: Socket) => {
        while (next < count) {
          const index = next++
          const answer = await exchange(socket, texts[index]!)
          if (!isSettled(answer, start + index)) throw new Error(`settlement ${start + index} was answered: ${answer}`)
        }
      }
      await Promise.all(sockets.map(worker))
      return { seconds: (performance.now() - startedAt) / 1000 }
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function isSettled(answer: string, number: number): boolean {
  return (
    answer.startsWith('HTTP/1.1 200 ') &&
    answer.includes(`"requestId":"${requestIdOf(number)}"`) &&
    /"settleId":"[^"]+","value":700.5,/.test(answer)
  )
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.setEncoding('latin1')
    socket.once('error', reject)
  })
}

function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) throw new Error('the server had closed a connection')
    let text = ''
    const end = () => finish(() => reject(new Error('the server closed a connection')))
    const data = (chunk: string) => {
      text += chunk
      if (isComplete(text)) finish(() => resolve(text))
    }
    const finish = (then: () => void) => {
      socket.off('data', data)
      socket.off('close', end)
      then()
    }
    socket.on('data', data)
    socket.on('close', end)
    socket.write(request)
  })
}

function isComplete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (length === undefined) throw new Error(`an answer without a length: ${text}`)
  return text.length - head - 4 >= Number(length)
}
