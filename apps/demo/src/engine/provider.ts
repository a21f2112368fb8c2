import type {
  CaptureClient,
  CaptureDescription,
  CaptureHandle,
  CaptureOptions,
  CaptureOutcome,
  ClientOptions,
} from '@cap/core'
import type { BookEntry, ContractCase, ContractOptions, Emulator, Scenario, SeenExchange } from '@cap/core/testing'
import type { Finding, ProbeSession } from '../probe/run-probe.ts'
import type { Field, Lists, Values } from './field.ts'

/** What the harness needs to know of a provider. Request types end here: everything above works for all providers alike. */
export interface Provider {
  /** As in `@cap/<name>`, and on the command line. */
  readonly name: string
  /** As people write it. */
  readonly title: string
  /** A repeated request is recognised by its key, so a lost answer can be asked for again. */
  readonly keyed: boolean
  /** The client reads the payment's state before it sends. */
  readonly readsFirst: boolean
  /** Credentials of its emulator, and of the cases of its contract: they occur in no output. */
  readonly secrets: readonly string[]
  /** The documented answers its emulator can be told to give. */
  readonly scenarios: readonly Scenario[]
  /** What a user may fill in for a capture. */
  readonly fields: readonly Field[]
  /** Names each field of the package's request and options by the field it is filled in by. */
  readonly fieldOf: Readonly<Record<string, string>>
  /** Fields that name the payment: of two captures with the same, at most one may be open. */
  readonly paymentFields: readonly string[]
  /** What every row of a batch must fill in, so that each run means the same captures: of each list, at least one. */
  readonly batchFields: readonly (readonly string[])[]
  /** The field of the idempotency key; null where there is none. */
  readonly keyField: string | null
  /** What is filled in where nobody fills in anything. */
  readonly plain: Values
  /** A new emulator with a capture ready to be made, from what the user filled in; without values, a plain one. */
  stage(values?: Values): Stage
  /** Every fault and sequence of the shared catalogue. */
  contract(options?: ContractOptions): readonly ContractCase[]
  /** The same capture at the provider's sandbox. */
  readonly sandbox: SandboxRecipe
  /** Asks what the provider's documentation leaves open. */
  readonly probe: ProbeRecipe
}

/** An emulator, and one capture ready to be made at it. */
export interface Stage extends Operation {
  readonly emulator: Emulator
  /** Gives a scenario's answer to the next captures that arrive. */
  play(scenario: string, times: number): void
  /** Tells the exchange that can move money from the others. */
  isCapture(exchange: SeenExchange): boolean
  /** What really moved for this capture. */
  entries(): readonly BookEntry[]
  /** Another capture at the same emulator, which remembers everything that was captured before. */
  again(values: Values): Stage
  /** Lets the emulator know of the payment. Making a client does it too. */
  admit(): void
}

/** One capture that is ready to be made, wherever it is made. */
export interface Operation {
  /** What must not occur in any output. */
  readonly secrets: readonly string[]
  /** The package's own request. Holds secrets: {@link Actor.describe} says where. */
  readonly request: unknown
  client(options: ClientOptions & { readonly baseUrl: string }): Actor
  /** The package's own client, for many requests of this kind. */
  captureClient(options: ClientOptions & { readonly baseUrl: string }): CaptureClient<unknown>
}

/** A client of one operation. */
export interface Actor {
  /**
   * Checks the request, and sends nothing.
   *
   * @throws CaptureError `invalid_request`
   */
  describe(): Promise<CaptureDescription>
  capture(options?: CaptureOptions): Promise<CaptureOutcome>
  /** `replay` sends the same request again under the same key, where the provider has keys: the money may move then. */
  resolve(
    handle: CaptureHandle,
    options?: { readonly replay?: boolean; readonly deadlineMs?: number },
  ): Promise<CaptureOutcome>
  /** For the check that it shows no secret when it is printed. */
  readonly client: object
}

/** The variables that arm a sandbox, by name. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface SandboxRecipe {
  /** Names of the variables; every one of them is described in `.env.example`. */
  readonly variables: readonly string[]
  /** Names the options of the package's client by the variable they come from. */
  readonly variableOf: Readonly<Record<string, string>>
  /**
   * @throws UsageError when a variable is missing, or a credential is, or may be, a live one
   */
  open(environment: Environment): Sandbox
}

/** Test credentials that passed every check. */
export interface Sandbox {
  /** Base URL that is called. */
  readonly url: string
  readonly secrets: readonly string[]
  /** @throws UsageError for values that make no sense together */
  operation(values: Values): Operation
}

export interface ProbeRecipe {
  /** One line for people. */
  readonly about: string
  readonly fields: readonly Field[]
  /** The questions at an emulator, for dry practice. */
  rehearse(): Promise<ProbeSession>
  /**
   * The questions at a sandbox.
   *
   * @throws UsageError as {@link SandboxRecipe.open} does
   */
  open(environment: Environment, values: Lists): ProbeSession
  /** For providers that call: the questions are about the caller. */
  readonly listen?: ListenRecipe
}

/** Waits to be called, and reads the caller's behaviour. */
export interface ListenRecipe {
  /** One line for people. */
  readonly about: string
  readonly fields: readonly Field[]
  /** @throws UsageError unless the environment says that the caller is a test one */
  arm(environment: Environment): void
  /** @param onLine told of every call */
  start(port: number, values: Lists, onLine: (line: string) => void): Promise<ListenSession>
  /** Calls as the provider would, for dry practice. */
  rehearse(url: string): Promise<void>
}

export interface ListenSession {
  readonly url: string
  /** What is known by now. */
  findings(): readonly Finding[]
  /** Every call, for the report. */
  record(): unknown
  close(): Promise<void>
}
