import type { CaptureOrder, ReplayOrder, ResolveOrder } from '../api/capture.ts'
import type { Run, RunList, RunQuery } from '../api/run.ts'
import type { Status } from '../api/status.ts'
import type { SettlementOrder } from '../api/vtex.ts'
import { BatchDesk } from '../batch-desk/batch-desk.ts'
import { sandboxEnvironment } from '../commands/target.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { MatrixRuns } from '../matrix/matrix-runs.ts'
import { NotificationDesk } from '../notifications/notification-desk.ts'
import { bridgedSettlement } from '../vtex-bench/bridged-settlement.ts'
import { ConformanceRuns } from '../vtex-bench/conformance-runs.ts'
import { conceal } from './conceal.ts'
import { listenForPhases } from './exchange-phases.ts'
import { LiveBus } from './live-bus.ts'
import { enliven, type LiveRun } from './live-run.ts'
import { LiveRuns } from './live-runs.ts'
import { beginCall, makeCall } from './make-call.ts'
import { providerNamed, type ReadyCapture, readyCapture } from './order.ts'
import { isOpen, permissions } from './permissions.ts'
import { replayedOrder } from './replay.ts'
import { reviveRun } from './revive-run.ts'
import { refuseSecond } from './second-captures.ts'
import { SessionError } from './session-error.ts'
import type { SessionOptions } from './session-options.ts'
import { Tally } from './tally.ts'
import { UnderWay } from './under-way.ts'

/** What a tester does, wherever it is asked for: makes captures, keeps them, resolves and replays them. */
export class Session {
  readonly #options: SessionOptions
  readonly #startedAt = new Date().toISOString()
  /** Tells what happens while it happens. */
  readonly bus = new LiveBus()
  /** Runs of the matrix. */
  readonly matrix: MatrixRuns
  /** VTEX, played against connectors. */
  readonly conformance: ConformanceRuns
  readonly notifications: NotificationDesk
  readonly batches: BatchDesk
  readonly #live = new LiveRuns()
  readonly #tally = new Tally()
  readonly #underWay = new UnderWay()
  readonly #end = new AbortController()

  constructor(options: SessionOptions) {
    this.#options = options
    listenForPhases()
    const reach = { environment: () => this.environment(), allowRemote: options.allowRemote ?? false }
    this.notifications = new NotificationDesk(reach)
    this.batches = new BatchDesk({
      providers: options.providers,
      environment: reach.environment,
      ledger: options.ledger ?? {},
      onBatch: (news) => {
        this.bus.tell('batch', news)
        if (news.batch.moved === null) return
        this.#tally.batch(news.batch)
        this.tellStatus()
      },
      onLedger: (status) => this.bus.tell('ledger', status),
      log: options.log ?? (() => {}),
    })
    this.conformance = new ConformanceRuns({ ...reach, onChange: (run) => this.bus.tell('conformance', run) })
    this.matrix = new MatrixRuns({
      providers: options.providers,
      history: options.history,
      onProgress: (progress) => {
        for (const result of progress.results) this.#tally.cell(result)
        this.bus.tell('matrix', progress)
        this.tellStatus()
      },
    })
  }

  get providers(): readonly Provider[] {
    return this.#options.providers
  }

  /** The variables that arm sandboxes, read anew: a file may have been written since. */
  environment(): Environment {
    return sandboxEnvironment(this.#options.environment, this.#options.envFile)
  }

  status(): Status {
    const { history } = this.#options
    return { startedAt: this.#startedAt, invariants: this.#tally.count(), history: history.status() }
  }

  /** Says the status anew: something that is no run has changed it. */
  tellStatus(): void {
    this.bus.tell('status', this.status())
  }

  /** @throws SessionError */
  async check(order: CaptureOrder): Promise<void> {
    await this.#ready(order)
  }

  /**
   * Begins a capture.
   *
   * @throws SessionError
   */
  capture(order: CaptureOrder): Promise<Run> {
    return this.#underWay.begin(async () => {
      const ready = await this.#ready(order)
      return this.#start(await enliven(ready, order, { origin: null }, this.#changed), false)
    })
  }

  async #ready(order: CaptureOrder): Promise<ReadyCapture> {
    const ready = await readyCapture(providerNamed(this.providers, order.provider), order, this.environment())
    if (order.target === 'sandbox') refuseSecond(await this.#openAtSandbox(ready.provider), ready)
    return ready
  }

  /** Of this session and of those before, whatever of it could be stored. */
  async #openAtSandbox({ name }: Provider): Promise<readonly Run[]> {
    return [...this.#live.openAtSandbox(name), ...(await this.#options.history.openAtSandbox(name))]
  }

  /**
   * VTEX settles at the embedded connector, which captures at the provider behind it.
   *
   * @throws SessionError
   */
  settle(order: SettlementOrder): Promise<Run> {
    return this.#underWay.begin(async () =>
      this.#start(await bridgedSettlement(order, this.providers, this.environment(), this.#changed), false),
    )
  }

  async #start(live: LiveRun, priorAttempt: boolean): Promise<Run> {
    this.#live.add(live)
    this.#tally.captured()
    const call = beginCall(live, 'capture', null)
    // Not awaited: the history may still be opening. A run at a sandbox is stored before anything is sent.
    const stored = this.#options.history.save(this.#shown(live))
    if (live.emulated === null) await stored
    this.#go(
      live,
      makeCall(live, call, () => live.actor.capture({ signal: this.#end.signal, priorAttempt })),
    )
    return this.#shown(live)
  }

  /**
   * Finds out how an open capture ended.
   *
   * @throws SessionError
   */
  async resolve(id: string, { how, values }: ResolveOrder): Promise<Run> {
    const live = await this.#goOnWith(id, values)
    const { run, actor, handle } = live
    if (!run.may.resolve.includes(how) || handle === null) {
      throw new SessionError('not-allowed', 'There is nothing to resolve in this way: it is final, or under way.')
    }
    live.emulated?.place.endFault()
    const call = beginCall(live, 'resolve', how)
    const stored = structuredClone(handle)
    this.#go(
      live,
      makeCall(live, call, () => actor.resolve(stored, { replay: how === 'replay' })),
    )
    return this.#shown(live)
  }

  /**
   * Captures again.
   *
   * @throws SessionError
   */
  replay(id: string, order: ReplayOrder): Promise<Run> {
    return this.#underWay.begin(() => this.#replay(id, order))
  }

  async #replay(id: string, { how, values }: ReplayOrder): Promise<Run> {
    const live = await this.#goOnWith(id, values)
    const { run, provider } = live
    if (!run.may.replay.includes(how)) {
      throw new SessionError(
        'not-allowed',
        'Nobody knows yet how this capture ended. Another one may charge twice: resolve it first.',
      )
    }
    const order = replayedOrder(provider, run, how, values)
    const ready = await readyCapture(provider, order, this.environment(), live.emulated?.stage ?? null)
    if (order.target === 'sandbox') {
      refuseSecond(await this.#openAtSandbox(provider), ready, how === 'same-key' ? run.id : undefined)
    }
    const same = how === 'same-key'
    const from = { origin: { run: run.id, how }, ...(same ? { operation: live.operation } : {}) }
    return this.#start(await enliven(ready, order, from, this.#changed), same && isOpen(run))
  }

  /** @throws SessionError for a run that cannot be gone on with */
  async #goOnWith(id: string, values: CaptureOrder['values']): Promise<LiveRun> {
    const live = this.#live.get(id)
    if (live !== undefined) return live
    const run = await this.#options.history.get(id)
    const revived = await reviveRun(id, run, values, this.providers, this.environment(), this.#changed)
    this.#live.add(revived)
    return revived
  }

  /** @throws SessionError for one nobody knows */
  async run(id: string): Promise<Run> {
    const live = this.#live.get(id)
    if (live !== undefined) return this.#shown(live)
    const run = await this.#options.history.get(id)
    if (run === null) throw new SessionError('not-found', `There is no run ${id}.`)
    const provider = this.#options.providers.find(({ name }) => name === run.provider)
    if (provider === undefined) return run
    return { ...run, may: permissions(provider, run, run.target === 'sandbox') }
  }

  runs(query: RunQuery): Promise<RunList> {
    return this.#options.history.list(query)
  }

  /** Aborts what is under way, waits for its end, and closes everything. */
  async close(): Promise<void> {
    this.#end.abort()
    await Promise.all([this.#underWay.settled(), this.matrix.close(), this.conformance.close(), this.batches.close()])
    await this.#live.close()
    await this.#options.history.close()
  }

  #go(live: LiveRun, work: Promise<void>): void {
    const whole = work.then(async () => {
      this.#tally.note(live.operation, live.run)
      await this.#options.history.save(this.#shown(live))
      this.#changed(live)
      this.tellStatus()
    })
    this.#underWay.add(whole)
    this.#changed(live)
    this.tellStatus()
  }

  readonly #changed = (live: LiveRun): void => {
    if (this.bus.isHeard) this.bus.tell('run', this.#shown(live))
  }

  #shown({ run, secrets }: LiveRun): Run {
    return structuredClone(conceal(run, secrets))
  }
}
