import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { UsageError } from '../engine/usage-error.ts'
import type { Session } from '../session/session.ts'
import { createApp } from './app.ts'

/** This machine only, whatever its network interfaces are. */
const hostname = '127.0.0.1'

/** Tried in turn, so that addresses people keep stay the same from one start to the next. */
const usualPorts = [4747, 4748, 4749, 0]

export interface Harness {
  /** Such as `http://127.0.0.1:4747` */
  readonly url: string
  close(): Promise<void>
}

export interface HarnessOptions {
  readonly session: Session
  readonly page: string
  /** Default: 4747, or the next one that is free. */
  readonly port?: number
  readonly log: (text: string) => void
}

/**
 * Serves the harness.
 *
 * @throws UsageError when the port that was asked for is taken
 */
export async function startHarness({ session, page, port, log }: HarnessOptions): Promise<Harness> {
  const ending = new AbortController()
  let listening = 0
  const app = createApp({ session, page, port: () => listening, closed: ending.signal, log })
  const server = createAdaptorServer({
    fetch: app.fetch,
    // The emulators and the packages in this process keep the platform's own.
    overrideGlobalObjects: false,
  }) as Server
  const ports = port === undefined ? usualPorts : [port]
  for (const one of ports) {
    if (await listens(server, one)) break
  }
  if (!server.listening) throw new UsageError(`--port: ${ports.join(', ')} is taken by another program`)
  listening = (server.address() as AddressInfo).port
  let closing: Promise<void> | null = null
  const close = async () => {
    ending.abort()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
    await session.close()
  }
  return {
    url: `http://${hostname}:${listening}`,
    close() {
      closing ??= close()
      return closing
    },
  }
}

async function listens(server: Server, port: number): Promise<boolean> {
  try {
    server.listen(port, hostname)
    await once(server, 'listening')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false
    throw error
  }
}
