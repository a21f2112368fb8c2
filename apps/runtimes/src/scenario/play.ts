import type { CaptureClient, CaptureOutcome, ClientOptions } from '@cap/core'
import { CaptureError } from '@cap/core'
import { createMercadoPago } from '@cap/mercadopago'
import { createPipwave } from '@cap/pipwave'
import { createVtexGateway } from '@cap/vtex'
import type { Opened, Opening, Played, Provider, Told } from './protocol.ts'
import type { Stage } from './stage-client.ts'

type Credentials = { readonly [option: string]: string }
type Options = ClientOptions & { readonly baseUrl: string }

/** Each made as its user makes it. Requests came as JSON, so a client is handed what a program in JavaScript would. */
const clients: Readonly<Record<Provider, (given: Credentials, options: Options) => CaptureClient<never>>> = {
  mercadopago: ({ accessToken = '' }, options) => createMercadoPago({ accessToken, ...options }),
  pipwave: ({ apiKey = '', apiSecret = '' }, options) =>
    createPipwave({ apiKey, apiSecret, environment: 'staging', ...options }),
  vtex: ({ appKey = '', appToken = '' }, options) => createVtexGateway({ appKey, appToken, ...options }),
}

/** The client of a provider, for the stage that was opened. */
export function clientOf(provider: Provider, opened: Opened, options: Partial<Options> = {}): CaptureClient<never> {
  return clients[provider](opened.credentials, {
    baseUrl: opened.url,
    account: 'the-account',
    random: () => 0.1,
    ...options,
  })
}

/** One capture on a stage of its own, and its `resolve` where it left something open. */
export async function play(
  stage: Stage,
  { name, opening, options = {} }: { name: string; opening: Opening; options?: Partial<Options> },
): Promise<Played> {
  const { provider } = opening
  const opened = await stage.open(opening)
  const events: unknown[] = []
  const client = clientOf(provider, opened, { onEvent: (event) => events.push(event), ...options })
  const request = opened.request as never
  const started = performance.now()
  const end = await told(client.capture(request))
  const ms = Math.round(performance.now() - started)
  const seen = await stage.seen(opened.id)
  const handle = end.outcome !== null && 'handle' in end.outcome ? end.outcome.handle : undefined
  await stage.calm(opened.id)
  // Where everything was against it, another client takes over, as another process would: with time enough.
  const later = clientOf(provider, opened)
  const resolved = handle === undefined ? null : await told(later.resolve(handle, { request, replay: 'allow' }))
  return { name, provider, end, seen, ms, resolved, seenAfter: await stage.seen(opened.id), events }
}

async function told(call: Promise<CaptureOutcome>): Promise<Told> {
  try {
    // Through JSON, as it is stored.
    return { outcome: JSON.parse(JSON.stringify(await call)), threw: null }
  } catch (error) {
    return { outcome: null, threw: CaptureError.isInstance(error) ? error.code : `not a CaptureError: ${error}` }
  }
}
