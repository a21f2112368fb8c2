import { faultNamed, faults, versions } from '@cap/core/testing'
import type { Harm, Strikes } from '../engine/fault-plan.ts'
import { known } from '../engine/known.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'

export interface HarmOptions {
  readonly fault?: string
  /** `--moved` and `--not-moved`. */
  readonly moved?: boolean
  readonly notMoved?: boolean
  readonly always?: boolean
  readonly on?: Strikes
}

/**
 * The fault a user asked for.
 *
 * @throws UsageError for a fault nobody knows, and for versions of it that cannot be
 */
export function harmOf(provider: Provider, options: HarmOptions): Harm | undefined {
  const { fault: name, moved = false, notMoved = false, always = false, on = 'capture' } = options
  if (name === undefined) {
    const version = moved ? '--moved' : notMoved ? '--not-moved' : options.on === undefined ? undefined : '--on'
    if (version !== undefined)
      throw new UsageError(`${version} needs --fault <name>: it says which version of a fault to play`)
    return undefined
  }
  known(
    'fault',
    name,
    faults.map((fault) => fault.name),
  )
  if (moved && notMoved) throw new UsageError('--moved and --not-moved: pass one of them')
  if (on !== 'capture' && !provider.readsFirst) {
    throw new UsageError(`--on ${on}: ${provider.title} is never read around a capture, so leave --on out`)
  }
  const possible = versions(faultNamed(name))
  const step = moved || notMoved ? possible.find((one) => one.moved === moved) : possible[0]
  if (step === undefined) {
    const always = possible[0]?.moved === true ? 'always reaches' : 'never reaches'
    throw new UsageError(
      `${moved ? '--moved' : '--not-moved'}: under ${name} the request ${always} the provider, so leave it out`,
    )
  }
  return { step, strikes: on, always }
}
