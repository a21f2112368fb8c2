import { type CaptureOutcome, memoryStore, type OperationStore } from '@cap/core'
import { createTestClock, type TestClock } from '@cap/core/testing'
import { createVtexConnector, type VtexConnector, type VtexConnectorOptions } from '../../connector.ts'
import type { PaymentFacts } from '../payment-facts.ts'
import type { CaptureContext, Settlement } from '../settlement.ts'

export const pair = { appKey: 'vtexappkey-store-ABCDEF', appToken: 'token-that-must-never-be-said' }
export const paymentId = 'F5C1A4E20D3B4E07B7E871F5B5BC9F91'

/** Constructed from the field table of the contract; ids and amounts are those of its samples. */
export function settlementBody(fields: Readonly<Record<string, unknown>> = {}) {
  return {
    transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
    requestId: '2019-02-04T22:53:42-40000',
    paymentId,
    value: 45.0,
    authorizationId: '5784589',
    ...fields,
  }
}

export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly prefix?: string
}

/** Sends a request to a connector as VTEX does. */
export async function ask(connector: Pick<VtexConnector, 'fetch'>, path: string, body: unknown, asking: Asking = {}) {
  const method = asking.method ?? (body === undefined ? 'GET' : 'POST')
  const text = asking.body ?? (body === undefined ? undefined : JSON.stringify(body))
  const headers = asking.headers ?? {
    'x-provider-api-appkey': pair.appKey,
    'x-provider-api-apptoken': pair.appToken,
    'content-type': 'application/json',
  }
  const response = await connector.fetch(
    new Request(`https://provider.example${asking.prefix ?? ''}${path}`, {
      method,
      headers,
      ...(text === undefined ? {} : { body: text }),
    }),
  )
  const said = await response.text()
  return { status: response.status, headers: response.headers, text: said, json: said === '' ? null : JSON.parse(said) }
}

export const captured = (settlement: Settlement, more: Partial<Extract<CaptureOutcome, { status: 'captured' }>> = {}) =>
  ({
    status: 'captured',
    provider: 'fake',
    reference: { capture: `c-${settlement.requestId}` },
    attempts: [],
    raw: null,
    captureId: `c-${settlement.requestId}`,
    amount: settlement.amount,
    basis: 'answer',
    replayed: false,
    ...more,
  }) satisfies CaptureOutcome

export const declined = (code = 'insufficient_funds') =>
  ({
    status: 'declined',
    provider: 'fake',
    reference: {},
    attempts: [],
    raw: null,
    code,
    reason: 'insufficient_funds',
    advice: 'do_not_retry',
    message: 'No.',
  }) satisfies CaptureOutcome

export const unknown = ({ handle }: Pick<CaptureContext, 'handle'>) =>
  ({
    status: 'unknown',
    provider: 'fake',
    reference: {},
    attempts: [],
    raw: null,
    cause: 'no_answer',
    needs: 'resolve',
    handle,
  }) satisfies CaptureOutcome

export const pending = ({ handle }: Pick<CaptureContext, 'handle'>) =>
  ({
    status: 'pending',
    provider: 'fake',
    reference: {},
    attempts: [],
    raw: null,
    code: 'in_process',
    message: 'Wait.',
    handle,
  }) satisfies CaptureOutcome

export interface World {
  readonly clock: TestClock
  readonly store: OperationStore
  /** What the callbacks were asked, in order. */
  readonly captures: Settlement[]
  readonly resolves: Settlement[]
  readonly errors: unknown[]
  facts: PaymentFacts | null
  /** A new process over the same store. */
  start(options?: Partial<VtexConnectorOptions>): VtexConnector
  /** Settles the sample payment. */
  settle(fields?: Readonly<Record<string, unknown>>, connector?: VtexConnector): ReturnType<typeof ask>
}

/** A connector whose provider captures everything at once, unless it is told otherwise. */
export function createWorld(options: Partial<VtexConnectorOptions> = {}): World {
  const clock = createTestClock()
  const world: World = {
    clock,
    store: memoryStore({ clock }),
    captures: [],
    resolves: [],
    errors: [],
    facts: { currency: 'BRL', authorized: '100.00', state: 'authorized' },
    start: (more = {}) =>
      createVtexConnector({
        authenticate: [{ merchant: 'store', ...pair }],
        store: world.store,
        clock,
        payment: () => world.facts,
        onError: (error: unknown) => world.errors.push(error),
        ...options,
        ...more,
        async capture(settlement: Settlement, context: CaptureContext) {
          world.captures.push(settlement)
          const capture = more.capture ?? options.capture
          if (capture !== undefined) return capture(settlement, context)
          await context.beforeSend()
          return captured(settlement)
        },
        async resolve(settlement: Settlement, handle, context) {
          world.resolves.push(settlement)
          const resolve = more.resolve ?? options.resolve
          return resolve === undefined
            ? captured(settlement, { basis: 'lookup' })
            : resolve(settlement, handle, context)
        },
      } as VtexConnectorOptions),
    settle: (fields, connector = world.start()) =>
      ask(connector, `/payments/${paymentId}/settlements`, settlementBody(fields)),
  }
  return world
}
