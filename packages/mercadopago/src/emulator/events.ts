/** A notification as it is posted: guides/wallet-connect/notifications.en.md. */
export interface EmulatedNotification {
  /** Query and body name what it is about by this id. */
  readonly dataId: string
  readonly body: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970: when it happened, and was signed. */
  readonly at: number
}

/** How the emulator's notifications are sent. */
export interface NotifyOptions {
  /** Where to. `data.id` and `type` are added to its query. */
  readonly url: string
  /** Signs by it. Default: no signature, as some notifications come. */
  readonly secret?: string | undefined
  /** Default: the global one. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined
  /** How often each is sent. Default 1. */
  readonly times?: number | undefined
  /** Default `in_order`. */
  readonly order?: 'in_order' | 'reversed' | undefined
  /** How long after they happened they are sent, in milliseconds; their signatures are of that time. Default 0. */
  readonly lateMs?: number | undefined
  /** The unit of a signature's `ts`: the pages have both. Default `milliseconds`. */
  readonly unit?: 'milliseconds' | 'seconds' | undefined
}

/** One sending of a notification. */
export interface Delivery {
  readonly notification: EmulatedNotification
  /** The status it was answered with; null when it was not. */
  readonly status: number | null
}

/** What has happened, and who was told. */
export class Notifications {
  readonly #now: () => number
  readonly #pause: (ms: number) => Promise<void>
  #waiting: readonly EmulatedNotification[] = []
  #last = 0

  constructor(now: () => number, pause: (ms: number) => Promise<void>) {
    this.#now = now
    this.#pause = pause
  }

  agreement(agreementId: string, action: 'status.updated' | 'payment_method.updated', status?: string): void {
    this.#add(agreementId, {
      id: this.#nextId(),
      type: 'wallet_connect',
      entity: 'agreement',
      action,
      date: this.#date(),
      data: { id: agreementId, ...(status === undefined ? {} : { status }) },
      model_version: 1,
      version: 0,
    })
  }

  /** The generic event of payments, which no page promises for this API. */
  payment(id: string, action: 'payment.created' | 'payment.updated'): void {
    this.#add(id, {
      id: Number(this.#nextId()),
      live_mode: false,
      type: 'payment',
      date_created: this.#date(),
      user_id: 44_444,
      api_version: 'v1',
      action,
      data: { id },
    })
  }

  waiting(): readonly EmulatedNotification[] {
    return [...this.#waiting]
  }

  /** Sends what is waiting. What is not answered by 200 or 201 goes on waiting. */
  async send(options: NotifyOptions): Promise<readonly Delivery[]> {
    const { times = 1, order = 'in_order', lateMs = 0 } = options
    if (lateMs > 0) await this.#pause(lateMs)
    const batch = order === 'reversed' ? this.#waiting.toReversed() : this.#waiting
    const deliveries: Delivery[] = []
    for (const notification of batch) {
      for (let count = 0; count < times; count++) {
        deliveries.push({ notification, status: await post(notification, options) })
      }
    }
    const arrived = new Set(
      deliveries.filter(({ status }) => status === 200 || status === 201).map(({ notification }) => notification),
    )
    this.#waiting = this.#waiting.filter((notification) => !arrived.has(notification))
    return deliveries
  }

  #add(dataId: string, body: Readonly<Record<string, unknown>>): void {
    this.#waiting = [...this.#waiting, { dataId, body, at: this.#now() }]
  }

  #nextId(): string {
    return String(++this.#last)
  }

  /** To the second, as in the samples. */
  #date(): string {
    return new Date(this.#now()).toISOString().replace(/\.\d+Z$/, 'Z')
  }
}

async function post({ dataId, body, at }: EmulatedNotification, options: NotifyOptions): Promise<number | null> {
  const { secret, fetch = globalThis.fetch, unit = 'milliseconds' } = options
  const url = new URL(options.url)
  url.searchParams.set('data.id', dataId)
  url.searchParams.set('type', String(body.type))
  const requestId = crypto.randomUUID()
  const ts = String(unit === 'seconds' ? Math.floor(at / 1000) : at)
  const signature = secret === undefined ? null : await sign(secret, `id:${dataId};request-id:${requestId};ts:${ts};`)
  try {
    const response = await fetch(
      new Request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-request-id': requestId,
          ...(signature === null ? {} : { 'x-signature': `ts=${ts},v1=${signature}` }),
        },
        body: JSON.stringify(body),
      }),
    )
    return response.status
  } catch {
    return null
  }
}

async function sign(secret: string, manifest: string): Promise<string> {
  const text = new TextEncoder()
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', text.encode(secret), hmac, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(manifest)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
