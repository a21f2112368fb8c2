import type { CaptureClient, ClientOptions } from '@cap/core'
import {
  type ContractOptions,
  type ContractSubject,
  captureContract,
  type Emulator,
  type Scenario,
} from '@cap/core/testing'
import type { Field, Values } from './field.ts'
import { observed } from './observation.ts'
import type { Operation, ProbeRecipe, Provider, SandboxRecipe, Stage } from './provider.ts'

/** A capture as a user filled it in, at an emulator that knows of it. */
export interface Prepared<Request, Double extends Emulator> {
  readonly emulator: Double
  readonly request: Request
  readonly secrets: readonly string[]
  createClient(options: ClientOptions & { readonly baseUrl: string }): CaptureClient<Request>
  play(scenario: string, times: number): void
  /** Lets the emulator know of the payment, where it has to. */
  admit?(): void
}

/** A provider in its own terms: its request type, its emulator. */
export interface ProviderRecipe<Request, Double extends Emulator> {
  readonly title: string
  readonly subject: ContractSubject<Request, Double>
  readonly scenarios: readonly Scenario[]
  readonly fields: readonly Field[]
  readonly fieldOf: Readonly<Record<string, string>>
  readonly paymentFields: readonly string[]
  readonly batchFields: readonly (readonly string[])[]
  readonly keyField: string | null
  /** What is filled in where nobody fills in anything: a capture that goes through. */
  readonly plain: Values
  /** @param emulator one that earlier captures were made at, for another at the same place; without, a new one */
  prepare(values: Values, emulator?: Double): Prepared<Request, Double>
  readonly sandbox: SandboxRecipe
  readonly probe: ProbeRecipe
}

/** Closes over the provider's own types, so that the engine needs none of them. */
export function defineProvider<Request, Double extends Emulator>(recipe: ProviderRecipe<Request, Double>): Provider {
  const { subject, title, scenarios, fields, fieldOf, paymentFields, batchFields, keyField, plain, sandbox, probe } =
    recipe
  return {
    name: subject.provider,
    title,
    keyed: subject.keyed,
    readsFirst: subject.readsFirst,
    secrets: subject.secrets,
    scenarios,
    fields,
    fieldOf,
    paymentFields,
    batchFields,
    keyField,
    plain,
    sandbox,
    probe,
    stage: (values = plain) => stageOf(recipe, recipe.prepare(values)),
    contract: (options: ContractOptions = {}) => captureContract(observed(subject), options),
  }
}

function stageOf<Request, Double extends Emulator>(
  recipe: ProviderRecipe<Request, Double>,
  { emulator, request, secrets, createClient, play, admit }: Prepared<Request, Double>,
): Stage {
  const { subject } = recipe
  return {
    ...operationOf({ request, secrets, createClient }),
    emulator,
    play,
    isCapture: (exchange) => subject.isCapture(exchange),
    entries: () => emulator.book().filter((entry) => subject.isOf(entry, request)),
    again: (values) => stageOf(recipe, recipe.prepare(values, emulator)),
    admit: () => admit?.(),
  }
}

/** A capture that is ready to be made: the request is bound to whatever client is made for it. */
export function operationOf<Request>(ready: {
  readonly request: Request
  readonly secrets: readonly string[]
  createClient(options: ClientOptions & { readonly baseUrl: string }): CaptureClient<Request>
}): Operation {
  const { request, secrets } = ready
  return {
    secrets,
    request,
    captureClient: (options) => ready.createClient(options),
    client(options) {
      const client = ready.createClient(options)
      return {
        client,
        describe: () => client.describe(request),
        capture: (captureOptions) => client.capture(request, captureOptions),
        resolve: (handle, { replay = false, deadlineMs } = {}) =>
          client.resolve(handle, {
            ...(deadlineMs === undefined ? {} : { deadlineMs }),
            ...(replay ? { request, replay: 'allow' as const } : {}),
          }),
      }
    },
  }
}
