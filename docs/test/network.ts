import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator } from '@cap/pipwave/emulator'
import { createVtexProviderEmulator, type VtexScenarioName } from '@cap/vtex/emulator'

/** The emulators in the place of the network, as a page sets them up. */
export interface Network {
  readonly fetch: typeof fetch
  /** Does what the comments above a block say, before the block is run. */
  prepare(stage: readonly string[]): void
}

type Environment = Readonly<Record<string, string | undefined>>

/** Each emulator knows the credentials that the page exports, and no other. */
export function createNetwork(environment: Environment): Network {
  const mercadopago = createMercadoPagoEmulator({ accessTokens: [environment.MP_ACCESS_TOKEN ?? 'none'] })
  const pipwave = createPipwaveEmulator({
    apiKey: environment.PIPWAVE_API_KEY ?? 'none',
    apiSecret: environment.PIPWAVE_API_SECRET ?? 'none',
  })
  const vtex = createVtexProviderEmulator({
    autoAuthorize: null,
    credentials: {
      appKey: environment.PROVIDER_APP_KEY ?? 'none',
      appToken: environment.PROVIDER_APP_TOKEN ?? 'none',
    },
  })
  const hosts: Readonly<Record<string, { fetch(request: Request): Promise<Response> }>> = {
    'api.mercadopago.com': mercadopago,
    'staging-api.pipwave.com': pipwave,
    'provider.example': vtex,
  }
  const loopback = globalThis.fetch
  let losing = false
  let agreement = ''

  const commands: readonly (readonly [RegExp, (...words: readonly string[]) => void])[] = [
    [
      /^network: lose the answers$/,
      () => {
        losing = true
      },
    ],
    [/^mercadopago: play ([\w-]+)$/, (name = '') => mercadopago.play(name)],
    [/^pipwave: play ([\w-]+)$/, (name = '') => pipwave.play(name)],
    [/^vtex: play ([\w-]+)$/, (name = '') => vtex.play(name as VtexScenarioName)],
    [/^mercadopago: the buyer approves$/, () => void mercadopago.buyer.approve(agreement)],
    [/^pipwave: the buyer pays (\S+)$/, (txnId = '') => pipwave.authorise(txnId)],
    [
      /^pipwave: authorise (\S+) (\S+) ([\d.]+) ([A-Z]{3})$/,
      (pwId = '', txnId = '', total = '', currency = '') => pipwave.addPayment({ pwId, txnId, total, currency }),
    ],
    [
      /^vtex: authorise (\S+) ([\d.]+) ([A-Z]{3})$/,
      (paymentId = '', amount = '', currency = '') => vtex.authorize({ paymentId, amount: { amount, currency } }),
    ],
  ]

  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      const { hostname } = new URL(request.url)
      // Servers that the page itself has started.
      if (hostname === '127.0.0.1') return loopback(request)
      const host = hosts[hostname]
      if (host === undefined) throw failure('ENOTFOUND', hostname)
      const lost = losing && (await moves(request.clone()))
      const answer = await host.fetch(request)
      agreement = (await agreementIn(answer.clone())) ?? agreement
      if (lost) throw failure('ECONNRESET', hostname)
      return answer
    },
    prepare(stage) {
      losing = false
      for (const said of stage) {
        const command = commands.find(([pattern]) => pattern.test(said))
        if (command === undefined) throw new Error(`nobody knows what to do with <!-- ${said} -->`)
        const [pattern, run] = command
        run(...(pattern.exec(said) ?? []).slice(1))
      }
    },
  }
}

/** The agreement that an answer of Mercado Pago has made: what the buyer approves. */
async function agreementIn(answer: Response): Promise<string | null> {
  return /"agreement_id":"([^"]+)"/.exec(await answer.text())?.[1] ?? null
}

/** Reads come through: what is lost is the answer to something that moves money. */
async function moves(request: Request): Promise<boolean> {
  if (request.method !== 'POST') return false
  const body = await request.text()
  return !body.includes('"action":"requery"') && !body.includes('"op":"initiate"')
}

/** As `fetch` of Node.js fails. */
function failure(code: string, hostname: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`${code} ${hostname}`), { code }) })
}
