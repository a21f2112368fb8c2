import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type FaultServer,
  type FaultStep,
  faults,
  type SeenExchange,
  startFaultServer,
  step,
  versions,
} from '@cap/core/testing'
import type { Opened, Opening, Seen, Striking } from '../scenario/protocol.ts'
import { type Double, doubleOf } from './doubles.ts'
import { hangingUp } from './hanging-up.ts'
import { genuineNotices } from './notices.ts'

/** What the scenarios play on: emulators on sockets of this process, which does to their answers what is asked for. */
export interface RunningStage {
  readonly url: string
  /** What must occur in nothing that a client says. */
  readonly secrets: ReadonlySet<string>
  close(): Promise<void>
}

interface Scene {
  readonly double: Double
  readonly server: Pick<FaultServer, 'url' | 'seen' | 'close'>
  calm: boolean
}

/** Nobody listens there, and `fetch` does not refuse it. */
const deadPort = 2

export async function openStage(): Promise<RunningStage> {
  const scenes: Scene[] = []
  const secrets = new Set<string>()

  async function open({ provider, harm, play, hangsUp }: Opening): Promise<Opened> {
    const double = doubleOf(provider)
    if (play !== undefined) double.play(play)
    for (const secret of double.secrets) secrets.add(secret)
    const strike = harm === undefined ? null : step(harm.fault, harm.moved)
    let struck = false
    const next = (exchange: SeenExchange | null): FaultStep | null => {
      if (strike === null || scene.calm) return null
      if (exchange === null) {
        const { wire } = strike.fault
        // A client that reads first would meet it before there is anything to lose.
        if (wire.kind !== 'cut' || wire.at === 'request' || double.readsFirst) return null
      } else if (!double.isCapture(exchange) && !struck) return null
      if (struck && harm?.times === 'once') return null
      struck = true
      return strike
    }
    const server = await startFaultServer(double.emulator, next)
    const scene: Scene = {
      double,
      server: hangsUp === undefined ? server : await hangingUp(server, double.isCapture, hangsUp),
      calm: false,
    }
    const id = scenes.push(scene) - 1
    return { id, url: scene.server.url, credentials: double.credentials, request: double.request }
  }

  function sceneOf({ id }: { readonly id: number }): Scene {
    const scene = scenes[id]
    if (scene === undefined) throw new Error(`there is no scene ${id}`)
    return scene
  }

  const answers: Readonly<Record<string, (asked: never) => unknown>> = {
    open,
    seen: (asked: { readonly id: number }): Seen => {
      const { double, server } = sceneOf(asked)
      return { captures: server.seen.filter(double.isCapture).length, book: double.emulator.book() }
    },
    calm: (asked: { readonly id: number }) => {
      sceneOf(asked).calm = true
      return {}
    },
    notices: genuineNotices,
    catalogue: () => faults.flatMap(versions).map(striking),
  }

  const server = createServer(async (request, response) => {
    try {
      const answer = answers[String(request.url).slice(1)]
      if (answer === undefined) throw new Error(`nothing is called ${request.url}`)
      const body = JSON.stringify(await answer(JSON.parse(await textOf(request)) as never))
      response.setHeader('content-type', 'application/json')
      response.end(body)
    } catch (error) {
      response.statusCode = 500
      response.end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await Promise.all(scenes.map((scene) => scene.server.close()))
    },
  }
}

function striking({ fault, moved }: FaultStep): Striking {
  const { wire } = fault
  const elsewhere = {
    refused: `http://127.0.0.1:${deadPort}`,
    dns: 'https://nobody.invalid',
    tls: `https://127.0.0.1:${deadPort}`,
  }
  return {
    fault: fault.name,
    moved,
    elsewhere: wire.kind === 'unreachable' ? elsewhere[wire.how] : null,
    waits: wire.kind === 'silence' || (wire.kind === 'slow' && wire.pieces * wire.everyMs > 1_000),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
