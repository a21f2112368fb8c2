import type { Clock, Exchange, Transport } from '@cap/core/http'
import type { CallbackReceiver } from './callbacks.ts'
import type { CheckResult } from './report.ts'

/** What VTEX's own test suite plays. */
export type OfficialFlow =
  | 'approved'
  | 'denied'
  | 'cancellation'
  | 'async-approved'
  | 'async-denied'
  | 'bank-invoice'
  | 'redirect'

/** What a connector may leave out, and then says so. */
export type Feature =
  | 'partial-capture'
  | 'split'
  | 'cancellation'
  | 'refund'
  | 'callbacks'
  | 'configuration'
  | 'provider-headers'
  | 'vtex-headers'

/** The merchant's pair, as the connector issued it. */
export interface Credentials {
  readonly appKey: string
  readonly appToken: string
}

/** A payment that was authorized elsewhere, for a connector that does not serve Create Payment. */
export interface AuthorizedPayment {
  readonly paymentId: string
  /** What is authorized, and not captured yet: decimal text with two digits, such as `100.00`. */
  readonly value: string
  /** What the connector lets later settlements come to, if that is more. Default: the value. */
  readonly maxValue?: string | undefined
  readonly transactionId?: string | undefined
  readonly authorizationId?: string | undefined
  readonly tid?: string | undefined
  readonly nsu?: string | undefined
}

/** Options of {@link runConformance}. */
export interface ConformanceOptions {
  /**
   * The connector's service URL; a path is kept. `https:`, or `http:` to loopback.
   *
   * Only ever a test environment: the run authorizes, captures, cancels and refunds payments of 100.00.
   */
  readonly baseUrl: string
  /** Default: none. The headers are then sent empty, as VTEX's test suite does, and authentication is not checked. */
  readonly credentials?: Credentials | undefined
  /** Ids of checks, or their beginnings: `settle` means all of `settle.*`. Default: all. */
  readonly only?: readonly string[] | undefined
  /** Which of the official flows to play. Default: all that the manifest has a payment method for. */
  readonly flows?: readonly OfficialFlow[] | undefined
  /**
   * Payments authorized elsewhere, each used by one check: a list, or what authorizes one of a value when it is needed. Create
   * Payment is then not played at all. A whole run takes some ninety (CONFORMANCE.md counts them); a check that finds none left is
   * blocked, and says which it wants. Default: none, and the run creates its payments.
   */
  readonly payments?:
    | readonly AuthorizedPayment[]
    | ((value: string) => AuthorizedPayment | Promise<AuthorizedPayment>)
    | undefined
  /** An action that the connector serves under `/payments/{paymentId}/inbound/{action}`. Default: inbound requests are skipped. */
  readonly inbound?: { readonly action: string; readonly body?: string | undefined } | undefined
  /** What the connector does not offer: its checks are skipped, and the report says so. Default: nothing. */
  readonly without?: readonly Feature[] | undefined
  /** Names out of the manifest. Default: the first card; `BankInvoice`; none redirects. */
  readonly paymentMethods?:
    | {
        readonly card?: string | undefined
        readonly bankInvoice?: string | undefined
        readonly redirect?: string | undefined
      }
    | undefined
  /** ISO 4217, with two digits. Default: `BRL`. */
  readonly currency?: string | undefined
  /** Send `X-VTEX-API-Is-TestSuite: true`. Default: true. */
  readonly testSuite?: boolean | undefined
  readonly timeLimits?:
    | {
        /** Calls with the test suite's header. Default: 5000. */
        readonly testSuiteMs?: number | undefined
        /** Calls without it. Default: 20000. */
        readonly gatewayMs?: number | undefined
        /** When to give an answer up, counting it as late before. Default: 30000. */
        readonly giveUpMs?: number | undefined
        /** How long to wait for a callback. Default: 60000. */
        readonly callbackMs?: number | undefined
        /** Between two sendings of an unfinished settlement. Default: 1000. */
        readonly retryMs?: number | undefined
      }
    | undefined
  /** Receives callbacks. Default: none, and what needs them is skipped. `npx @cap/vtex conformance` opens one. */
  readonly callbacks?: CallbackReceiver | undefined
  /** Where the connector reaches the receiver, if not at the receiver's own address: a tunnel's URL. */
  readonly callbackBase?: string | undefined
  /** Bytes of a body no connector should read. Default: 8 MiB. */
  readonly oversizedBytes?: number | undefined
  /** Called as each check ends. */
  readonly onCheck?: ((result: CheckResult) => void) | undefined
  /** Default: ky over `fetch`. */
  readonly transport?: Transport | undefined
  /**
   * Sends a request completely, and drops the connection `afterMs` later without reading an answer. Default: by the
   * transport, aborted after 250 ms and more; the command does it on a socket of its own. A `TransportError` whose `sent` is
   * `no` says that there was nothing to drop: the check is blocked then.
   */
  readonly drop?: ((exchange: Exchange, afterMs: number) => Promise<void>) | undefined
  readonly clock?: Clock | undefined
}
