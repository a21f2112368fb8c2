import type { Engine } from '../engine/engine.ts'
import type { Begun, Refused, ToBegin, ToIntend } from '../engine/operations.ts'
import { withOutages } from '../engine/outage.ts'
import type { ToComplete, ToRelease, ToSuspend } from '../engine/settle.ts'
import type { ResolveSchedule } from '../options.ts'
import { Gather } from './gather.ts'

/** What every operation of a ledger needs: its database, its settings, its time. */
export class Desk {
  readonly engine: Engine
  readonly dataKey: Uint8Array | null
  readonly leaseMs: number
  readonly schedule: ResolveSchedule
  readonly replay: 'allow' | 'never'
  readonly #clock: { now(): number } | null
  readonly #begin: Gather<ToBegin, Begun>
  readonly #intend: Gather<ToIntend, Refused>
  readonly #complete: Gather<ToComplete, Refused>
  readonly #suspend: Gather<ToSuspend, Refused>
  readonly #release: Gather<ToRelease, Refused>

  constructor(
    bare: Engine,
    settings: {
      readonly dataKey: Uint8Array | null
      readonly leaseMs: number
      readonly schedule: ResolveSchedule
      readonly replay: 'allow' | 'never'
      readonly clock: { now(): number } | null
    },
  ) {
    const engine = withOutages(bare)
    this.engine = engine
    this.dataKey = settings.dataKey
    this.leaseMs = settings.leaseMs
    this.schedule = settings.schedule
    this.replay = settings.replay
    this.#clock = settings.clock
    this.#begin = new Gather((items) => engine.begin(items, this.at()))
    this.#intend = new Gather((items) => engine.intend(items, this.at()))
    this.#complete = new Gather((items) => engine.complete(items, this.at()))
    this.#suspend = new Gather((items) => engine.suspend(items, this.at()))
    this.#release = new Gather((items) => engine.release(items, this.at()))
  }

  /** For the database: null lets it go by its own clock. */
  at(): number | null {
    return this.#clock === null ? null : this.#clock.now()
  }

  /** Milliseconds since 1970, for decisions that are not the database's. */
  now(): number {
    return this.#clock === null ? Date.now() : this.#clock.now()
  }

  begin(item: ToBegin): Promise<Begun> {
    return this.#begin.add(item)
  }

  intend(item: ToIntend): Promise<Refused> {
    return this.#intend.add(item)
  }

  complete(item: ToComplete): Promise<Refused> {
    return this.#complete.add(item)
  }

  suspend(item: ToSuspend): Promise<Refused> {
    return this.#suspend.add(item)
  }

  release(item: ToRelease): Promise<Refused> {
    return this.#release.add(item)
  }
}
