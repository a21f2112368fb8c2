import { type CaptureDescription, CaptureError, type ClientOptions } from '@cap/core'
import { faultNamed, faults } from '@cap/core/testing'
import type { CaptureOrder, FaultChoice } from '../api/capture.ts'
import { harmOf } from '../commands/harm-options.ts'
import type { Harm } from '../engine/fault-plan.ts'
import type { Values } from '../engine/field.ts'
import type { Environment, Operation, Provider, Stage } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import { fieldError, SessionError } from './session-error.ts'

/** A capture that was checked, and can be made. */
export interface ReadyCapture {
  readonly provider: Provider
  readonly operation: Operation
  /** null at a sandbox. */
  readonly stage: Stage | null
  readonly values: Values
  readonly description: CaptureDescription
  readonly harm: Harm | undefined
  /** Base URL of a sandbox. */
  readonly sandboxUrl: string | null
  readonly times: Pick<ClientOptions, 'deadlineMs' | 'attemptTimeoutMs'>
}

/** Nobody is called: an address for a client that only checks. */
const nowhere = 'http://127.0.0.1:9'

/**
 * Checks everything that can be known to be wrong before anything is sent, by the package's own schema.
 *
 * @param at a capture before at the same emulator
 * @throws SessionError
 */
export async function readyCapture(
  provider: Provider,
  order: CaptureOrder,
  environment: Environment,
  at: Stage | null = null,
): Promise<ReadyCapture> {
  const values = filledIn(provider, order)
  const { target, scenario } = order
  if (target === 'sandbox' && (scenario !== undefined || order.fault !== undefined)) {
    throw new SessionError('not-allowed', 'Scenarios and faults are the emulator’s: nobody can make a sandbox do that.')
  }
  if (scenario !== undefined && !provider.scenarios.some(({ name }) => name === scenario)) {
    throw fieldError('scenario', `${provider.title} has no scenario of this name`)
  }
  const harm = order.fault === undefined ? undefined : harmFor(provider, order.fault)
  const times = timesOf(order)
  try {
    const sandbox = target === 'sandbox' ? provider.sandbox.open(environment) : null
    const stage = sandbox !== null ? null : at === null ? provider.stage(values) : at.again(values)
    const operation = stage ?? sandbox?.operation(values)
    if (operation === undefined) throw new SessionError('internal', 'There is nothing to capture with.')
    const description = await operation.client({ ...times, baseUrl: sandbox?.url ?? nowhere }).describe()
    return { provider, operation, stage, values, description, harm, sandboxUrl: sandbox?.url ?? null, times }
  } catch (error) {
    throw asSessionError(provider, error)
  }
}

function filledIn(provider: Provider, { values, target }: CaptureOrder): Values {
  const filled: Record<string, string | true> = {}
  for (const [name, value] of Object.entries(values)) {
    const field = provider.fields.find((candidate) => candidate.name === name)
    if (field === undefined) throw fieldError(name, `${provider.title} has no field of this name`)
    if (value === '') continue
    if ((value === true) !== (field.placeholder === undefined)) throw fieldError(name, 'is of another kind')
    if (field.choices !== undefined && typeof value === 'string' && !field.choices.includes(value)) {
      throw fieldError(name, `must be one of ${field.choices.join(', ')}`)
    }
    if (target === 'sandbox' && field.emulatorOnly === true) {
      throw fieldError(name, 'is the emulator’s: a sandbox has its own')
    }
    filled[name] = value
  }
  return filled
}

/** @throws SessionError for a fault nobody knows, or that cannot be there */
export function harmFor(provider: Provider, { name, moved, always, strikes }: FaultChoice): Harm | undefined {
  if (!faults.some((fault) => fault.name === name)) throw fieldError('fault', 'no fault has this name')
  // A fault with one version is played in it, whatever was asked for.
  const both = faultNamed(name).reaches === 'may'
  try {
    return harmOf(provider, {
      fault: name,
      moved: both && moved === true,
      notMoved: both && moved === false,
      always,
      on: strikes,
    })
  } catch (error) {
    throw asSessionError(provider, error)
  }
}

function timesOf({ deadlineMs, attemptTimeoutMs, target }: CaptureOrder): ReadyCapture['times'] {
  if (target === 'sandbox') {
    return {
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs }),
    }
  }
  return { deadlineMs: deadlineMs ?? 10_000, attemptTimeoutMs: attemptTimeoutMs ?? 2_000 }
}

/** What the packages and the engine refuse, by the name of the field it was filled in by. */
function asSessionError(provider: Provider, error: unknown): unknown {
  if (error instanceof UsageError) {
    const message = error.message.replace(/^--([\w-]+)/, '$1').replaceAll(/--([a-z][\w-]*)/g, '$1')
    if (error.field === null) return new SessionError('not-allowed', message)
    return fieldError(error.field, message.replace(new RegExp(`^${error.field}:? `), ''))
  }
  if (!CaptureError.isInstance(error) || error.code !== 'invalid_request') return error
  const { field, message } = error
  if (field === null) return new SessionError('invalid-request', message)
  const said = message.startsWith(field) ? message.slice(field.length).replace(/^:? /, '') : message
  return fieldError(provider.fieldOf[field] ?? commonFields[field] ?? 'request', said)
}

const commonFields: Readonly<Record<string, string>> = { deadlineMs: 'deadline', attemptTimeoutMs: 'attempt-timeout' }

/** @throws SessionError for a name nobody has */
export function providerNamed(providers: readonly Provider[], name: string): Provider {
  const provider = providers.find((candidate) => candidate.name === name)
  if (provider !== undefined) return provider
  throw fieldError('provider', `nobody is called ${JSON.stringify(name)}`)
}
