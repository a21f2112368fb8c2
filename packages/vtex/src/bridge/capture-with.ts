import { type CaptureClient, CaptureError, type CaptureHandle, type CaptureOutcome, compareMoney } from '@cap/core/http'
import type { CaptureContext, ResolveContext, Settlement } from '../connector/settlement.ts'

/** Options of {@link captureWith}. */
export interface CaptureWithOptions {
  /**
   * The provider has no idempotency key, and can capture a part of an authorization at every gateway of the account. Without
   * it, a settlement that differs from the payment's total is refused there, because a gateway that cannot would silently
   * capture everything. Declare it on the client too. Default: false.
   */
  readonly partialCapture?: boolean | undefined
  /**
   * Milliseconds a capture or resolve of the client may take in all; the connector's lease is checked against it. Default: the
   * client's own.
   */
  readonly deadlineMs?: number | undefined
}

/** For mapping and describing, before the client's own time begins. */
const headStartMs = 1_000

/** What a client of `@cap` gives to a connector: spread it into the connector's options. */
export interface CaptureBridge {
  readonly capture: (settlement: Settlement, context: CaptureContext) => Promise<CaptureOutcome>
  readonly resolve: (settlement: Settlement, handle: CaptureHandle, context: ResolveContext) => Promise<CaptureOutcome>
  /** The deadline, where one was given, with a little in front. */
  readonly captureWithinMs?: number
}

/**
 * Captures settlements with a client of `@cap`.
 *
 * Where the provider has an idempotency key, a settlement that was left open is resolved by sending the same request again
 * under the same key. Where it has none, it is looked up, and never sent again.
 *
 * @param map makes the client's request. It must be deterministic, for the request is made again when the settlement is
 *   resolved: nothing random, no clock. `settlement.idempotencyKey` must be its key, where the provider has one.
 *
 * @example
 * createVtexConnector({ ...captureWith(createMercadoPago({ accessToken }), ({ amount, paymentId, idempotencyKey }) => ({ … })), … })
 */
export function captureWith<Request>(
  client: CaptureClient<Request>,
  map: (settlement: Settlement) => Request | Promise<Request>,
  options: CaptureWithOptions = {},
): CaptureBridge {
  const { provider } = client
  const { deadlineMs } = options
  const partialCapture = options.partialCapture === true
  const deadline = deadlineMs === undefined ? {} : { deadlineMs }

  const refuse = (field: string, problem: string) =>
    new CaptureError({ code: 'invalid_request', provider, field, message: `${field} ${problem}` })

  /** Nothing has been sent here, so what is thrown is no more than a request that cannot be made. */
  async function beforehand<Result>(step: 'map' | 'describe', work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (CaptureError.isInstance(error)) throw error
      throw refuse(step, `threw, so nothing was sent: ${error instanceof Error ? error.name : typeof error}`)
    }
  }

  const mapped = (settlement: Settlement) => beforehand('map', () => map(settlement))
  const described = (request: Request) => beforehand('describe', () => client.describe(request))

  return {
    ...(deadlineMs === undefined ? {} : { captureWithinMs: deadlineMs + headStartMs }),
    async capture(settlement, { beforeSend, priorAttempt, signal }) {
      const request = await mapped(settlement)
      const description = await described(request)
      const again = await described(await mapped(settlement))
      const { fingerprint, idempotencyKey } = description
      if (fingerprint !== again.fingerprint || idempotencyKey !== again.idempotencyKey) {
        throw refuse(
          'map',
          'must be deterministic: it made two requests of one settlement, so a retry could not be told',
        )
      }
      if (idempotencyKey !== null && idempotencyKey !== settlement.idempotencyKey) {
        throw refuse('map', 'must use settlement.idempotencyKey as the key: another one is not the same on every retry')
      }
      const isWhole = compareMoney(settlement.amount, settlement.authorized) === 0
      if (idempotencyKey === null && !isWhole && !partialCapture) {
        throw refuse('amount', "must be the payment's total: this provider may capture everything instead of a part")
      }
      const outcome = await client.capture(request, {
        beforeSend: (handle) => beforeSend(handle),
        priorAttempt,
        signal,
        ...deadline,
      })
      return withAmount(outcome, settlement)
    },

    async resolve(settlement, handle, { mayCapture, signal }) {
      const time = { signal, ...deadline }
      const outcome =
        handle.idempotencyKey === null || !mayCapture
          ? await client.resolve(handle, time)
          : await client.resolve(handle, { request: await mapped(settlement), replay: 'allow', ...time })
      return withAmount(outcome, settlement)
    },
  }

  /** A provider that names no amount, and is declared to capture parts, has captured what it was asked for. */
  function withAmount(outcome: CaptureOutcome, { amount }: Settlement): CaptureOutcome {
    return outcome.status === 'captured' && outcome.amount === null && partialCapture ? { ...outcome, amount } : outcome
  }
}
