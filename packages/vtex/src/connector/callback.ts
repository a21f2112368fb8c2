/** How VTEX is told the result of an asynchronous payment. */
export interface CallbackOptions {
  /**
   * `notification`: the whole answer is sent. `retry`, for connectors on VTEX IO: an empty call makes VTEX ask again, and the
   * answer is given then. Default `notification`.
   */
  readonly mode?: 'notification' | 'retry' | undefined
  /** The key of your own VTEX partner account: not a merchant's. */
  readonly appKey?: string | undefined
  readonly appToken?: string | undefined
  /**
   * Hosts a callback may go to, over https at its usual port; one with a leading dot stands for all below it. `host:8443` allows
   * that port instead, and `host:*` any. The address comes with a request, so anything else would let a merchant make this
   * server call into its own network. A loopback address must be listed too, and may be plain `http`. Default
   * `['.vtexpayments.com.br', '.vtexpayments.com']`.
   */
  readonly allowedHosts?: readonly string[] | undefined
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Default 15 000. */
  readonly timeoutMs?: number | undefined
}

/** What became of a callback. */
export type Delivery =
  | { readonly delivered: true; readonly status: number }
  | {
      readonly delivered: false
      /** `refused`: VTEX answered, but not with a 2xx. */
      readonly problem: 'no_callback_url' | 'host_not_allowed' | 'refused' | 'no_answer'
      readonly status?: number
    }

const usualHosts = ['.vtexpayments.com.br', '.vtexpayments.com']
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Sends the result to the URL exactly as it was received: its `X-VTEX-signature` is part of it. Never throws. */
export async function sendCallback(options: CallbackOptions, url: string | null, body: string): Promise<Delivery> {
  if (url === null || url === '') return { delivered: false, problem: 'no_callback_url' }
  if (!isAllowed(url, options.allowedHosts ?? usualHosts)) return { delivered: false, problem: 'host_not_allowed' }
  const { appKey, appToken, mode = 'notification' } = options
  const send = options.fetch ?? globalThis.fetch
  try {
    const response = await send(url, {
      method: 'POST',
      // Another host than the one that was allowed is never followed to.
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
      headers: {
        accept: 'application/json',
        ...(mode === 'notification' ? { 'content-type': 'application/json' } : {}),
        ...(appKey === undefined ? {} : { 'x-vtex-api-appkey': appKey }),
        ...(appToken === undefined ? {} : { 'x-vtex-api-apptoken': appToken }),
      },
      ...(mode === 'notification' ? { body } : {}),
    })
    await response.body?.cancel().catch(() => {})
    const { status } = response
    return response.ok ? { delivered: true, status } : { delivered: false, problem: 'refused', status }
  } catch {
    return { delivered: false, problem: 'no_answer' }
  }
}

/** Whether a callback may go to the URL: an allowed host and port over https, or an allowed loopback address. */
export function isAllowed(text: string, hosts: readonly string[]): boolean {
  if (!/^https?:\/\/[^\\\s]+$/i.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol !== 'https:' && !loopback.test(url.hostname)) return false
  return hosts.some((allowed) => matches(url, allowed.toLowerCase()))
}

/** @param url whose port is empty where it is the usual one of its protocol */
function matches({ hostname, port, protocol }: URL, allowed: string): boolean {
  const [, name = '', only] = /^(.*?)(?::(\d+|\*))?$/.exec(allowed) ?? []
  const isListed = name.startsWith('.') ? hostname.endsWith(name) && hostname.length > name.length : hostname === name
  if (!isListed) return false
  if (only === undefined) return port === ''
  return only === '*' || only === (port === '' ? usualPorts[protocol] : port)
}

const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }
