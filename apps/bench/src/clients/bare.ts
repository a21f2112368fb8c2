import { accessToken, walletPayment } from '../samples.ts'
import { type Capture, type Client, expect } from './client.ts'

const path = '/v1/advanced_payments'

/** What every one of these sends, made anew for each call as a user would. */
function headersOf(number: number): Record<string, string> {
  return {
    authorization: `Bearer ${accessToken}`,
    accept: 'application/json',
    'content-type': 'application/json',
    'x-idempotency-key': `operation-${number}`,
  }
}

function approved(body: unknown): void {
  expect((body as { status?: unknown }).status === 'approved', body)
}

/** The limit: undici below `fetch`, with nothing around it. */
export const undici: Client = {
  label: 'undici Pool.request',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    const { Pool } = await import('undici')
    const pool = new Pool(origin)
    return async (number) => {
      const body = JSON.stringify(walletPayment())
      const reply = await pool.request({ path, method: 'POST', headers: headersOf(number), body })
      approved(await reply.body.json())
    }
  },
}

export const fetch: Client = {
  label: 'fetch',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    return async (number) => {
      const body = JSON.stringify(walletPayment())
      const reply = await globalThis.fetch(origin + path, { method: 'POST', headers: headersOf(number), body })
      approved(await reply.json())
    }
  },
}

/** What `@cap/core` asks for with ky: no repetition, no redirect, no throw for a status, and a signal to end it by. */
function kyOptions(number: number, body: string) {
  return {
    method: 'POST',
    headers: headersOf(number),
    body,
    signal: new AbortController().signal,
    redirect: 'manual',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  } as const
}

/** ky with the options that `@cap/core` gives it. */
export const ky: Client = {
  label: 'ky 2',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    const { default: send } = await import('ky')
    return async (number) => {
      const body = JSON.stringify(walletPayment())
      approved(await (await send(origin + path, kyOptions(number, body))).json())
    }
  },
}

/** The least that sends with ky and checks what comes back. */
export const kyAndValibot: Client = {
  label: 'ky 2 + valibot',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    const [{ default: send }, v] = await Promise.all([import('ky'), import('valibot')])
    const schema = v.object({
      id: v.number(),
      status: v.string(),
      payments: v.array(v.object({ id: v.number(), status: v.string(), transaction_amount: v.number() })),
    })
    return async (number) => {
      const body = JSON.stringify(walletPayment())
      approved(v.parse(schema, await (await send(origin + path, kyOptions(number, body))).json()))
    }
  },
}
