import { randomUUID } from 'node:crypto'
import { verifyNotification as verifyMercadoPago } from '@cap/mercadopago'
import { verifyNotification as verifyPipwave } from '@cap/pipwave'
import type { NotificationOrder, NotificationSent, ReceivedNotification } from '../api/notification.ts'
import type { Environment } from '../engine/provider.ts'
import { allowedUrl } from '../session/allowed-url.ts'
import { conceal } from '../session/conceal.ts'
import { runId } from '../session/run-id.ts'
import { type NotificationKeys, notificationKeys } from './keys.ts'
import { mercadopagoNotification, pipwaveNotification } from './make-notification.ts'

const kept = 50
const longestReply = 4_000
const giveUpMs = 10_000

/** How old a signature of Mercado Pago may be here. pipwave documents no window, so none is checked. */
const toleranceMs = 5 * 60_000

/** Names a notification that is sent by us, on its way to us. */
const traceHeader = 'x-cap-trace'

type Provider = NotificationOrder['provider']

export interface DeskOptions {
  readonly environment: () => Environment
  readonly allowRemote: boolean
}

/** Makes notifications, sends them, receives them, and says what the package makes of each. */
export class NotificationDesk {
  readonly #options: DeskOptions
  readonly #received: { readonly trace: string | null; readonly notification: ReceivedNotification }[] = []
  readonly #verified = new Set<string>()

  constructor(options: DeskOptions) {
    this.#options = options
  }

  list(): ReceivedNotification[] {
    return this.#received.map(({ notification }) => notification)
  }

  /**
   * Makes a notification and sends it.
   *
   * @param own address of the harness itself
   * @throws SessionError for an address that may not be called
   */
  async send({ provider, defect, url }: NotificationOrder, own: string): Promise<NotificationSent> {
    const isOwn = url === undefined || url === ''
    const address = isOwn ? `${own}/hooks/${provider}` : allowedUrl('url', url, this.#options.allowRemote)
    const keys = notificationKeys(this.#options.environment())
    const made = provider === 'mercadopago' ? mercadopagoNotification(keys, defect) : pipwaveNotification(keys, defect)
    const target = withQuery(address, made.query)
    const replies: NotificationSent['replies'] = []
    for (let times = defect === 'duplicate' ? 2 : 1; times > 0; times--) {
      const trace = randomUUID()
      const reply = await post(target, { ...made.headers, [traceHeader]: trace }, made.body)
      const received = isOwn ? (this.#received.find((one) => one.trace === trace)?.notification ?? null) : null
      replies.push({ ...reply, received })
    }
    const now = Date.now()
    const sent: NotificationSent = {
      id: runId(now),
      at: new Date(now).toISOString(),
      provider,
      defect,
      url: target,
      headers: { ...made.headers },
      body: made.body,
      signatureBase: made.signatureBase,
      replies,
    }
    return conceal(sent, Object.values(keys))
  }

  /** Verifies what arrived with the package. Nothing of the call is kept that its signature does not cover. */
  async receive(provider: Provider, request: Request): Promise<ReceivedNotification> {
    const keys = notificationKeys(this.#options.environment())
    const body = await request.text()
    const verdict = provider === 'mercadopago' ? await ofMercadoPago(keys, request) : await ofPipwave(keys, body)
    const { identity, ...known } = verdict
    const duplicate = identity !== null && this.#verified.has(identity)
    if (identity !== null) this.#verified.add(identity)
    const now = Date.now()
    const notification = conceal(
      { id: runId(now), at: new Date(now).toISOString(), provider, ...known, duplicate },
      Object.values(keys),
    )
    this.#received.unshift({ trace: request.headers.get(traceHeader), notification })
    this.#received.length = Math.min(this.#received.length, kept)
    return notification
  }
}

type Verdict = Pick<ReceivedNotification, 'status' | 'reason' | 'message' | 'trusted'> & {
  /** Tells two deliveries of one notification; null for a rejected one. */
  readonly identity: string | null
}

async function ofMercadoPago(keys: NotificationKeys, request: Request): Promise<Verdict> {
  const verdict = await verifyMercadoPago({ request, secret: keys.webhookSecret, toleranceMs })
  if (verdict.status === 'rejected') return refused(verdict.reason, verdict.message)
  const { dataId, requestId, signedAt } = verdict
  const trusted = { ...(dataId === null ? {} : { dataId }), ...(requestId === null ? {} : { requestId }), signedAt }
  return { status: 'verified', reason: null, message: null, trusted, identity: JSON.stringify(trusted) }
}

async function ofPipwave(keys: NotificationKeys, body: string): Promise<Verdict> {
  const verdict = await verifyPipwave({ body, apiKey: keys.apiKey, apiSecret: keys.apiSecret })
  if (verdict.status === 'rejected') return refused(verdict.reason, verdict.message)
  const { apiKey: _, ...trusted } = verdict.trusted
  return { status: 'verified', reason: null, message: null, trusted, identity: JSON.stringify(trusted) }
}

function refused(reason: string, message: string): Verdict {
  return { status: 'rejected', reason, message, trusted: {}, identity: null }
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: string) {
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  try {
    const signal = AbortSignal.timeout(giveUpMs)
    // Another host than the one that was allowed is never followed to.
    const reply = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    return { status: reply.status, body: (await reply.text()).slice(0, longestReply), ms: ms() }
  } catch {
    return { status: null, body: '', ms: ms() }
  }
}

function withQuery(address: string, query: string): string {
  if (query === '') return address
  return address.includes('?') ? `${address}&${query.slice(1)}` : `${address}${query}`
}
