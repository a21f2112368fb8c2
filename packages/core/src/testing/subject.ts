import type { CaptureClient, ClientOptions } from '../capture/client.ts'
import type { ContractClient } from './as-captures.ts'
import type { BookEntry, Emulator } from './emulator.ts'
import type { SeenExchange } from './fault-server.ts'

/** An answer of the provider's own, to be given in place of the emulator's. */
export interface ProviderAnswer {
  readonly name: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  /** It is the provider's own record of the operation, so it never follows a capture that happened. */
  readonly ownRecord?: boolean
}

/** What the contract needs to know of an operation to try it: a capture, or another one shown by `asCaptures`. */
export interface OperationSubject<Request, Double extends Emulator = Emulator> {
  readonly provider: string
  /** The provider recognises a repeated request by a key. */
  readonly keyed: boolean
  /** The client reads the provider's state before it sends. */
  readonly readsFirst: boolean
  /** What must not occur in any output. */
  readonly secrets: readonly string[]
  createEmulator(): Double
  /** A client with the subject's credentials. */
  createClient(options: ClientOptions & { readonly baseUrl: string }): ContractClient<Request>
  /** A capture the emulator will accept; different for each number. Prepares what the emulator must know of it. */
  request(emulator: Double, number: number): Request
  /** Tells the exchange that can move money from the others. */
  isCapture(exchange: SeenExchange): boolean
  /** Tells the request's entries in the book from others'. */
  isOf(entry: BookEntry, request: Request): boolean
  /**
   * The provider's refusals and declines, each executing nothing, for sequences such as "answer lost, then 401".
   *
   * @param request echoed where the provider echoes
   */
  refusals(request: Request): readonly ProviderAnswer[]
}

/** What the contract needs to know of a provider to try its captures. */
export interface ContractSubject<Request, Double extends Emulator = Emulator>
  extends OperationSubject<Request, Double> {
  createClient(options: ClientOptions & { readonly baseUrl: string }): CaptureClient<Request>
}
