import { type CheckResult, runConformance } from '@cap/vtex/conformance'
import type { ConformanceCheck, ConformanceOrder, ConformanceRun } from '../api/vtex.ts'
import type { Environment } from '../engine/provider.ts'
import { allowedUrl } from '../session/allowed-url.ts'
import { conceal } from '../session/conceal.ts'
import { runId } from '../session/run-id.ts'
import { SessionError } from '../session/session-error.ts'
import { openCallbacks } from './callback-server.ts'
import { bridgeSecrets, startConnector, storePair } from './embedded-connector.ts'

const kept = 10

/** The checks in which the four cards of VTEX's test suite are sent. */
const cardChecks = ['flow.approved', 'flow.denied', 'flow.async-approved', 'flow.async-denied']

export interface ConformanceOptions {
  readonly environment: () => Environment
  readonly allowRemote: boolean
  readonly onChange: (run: ConformanceRun) => void
}

/** Plays VTEX against a connector, check by check. */
export class ConformanceRuns {
  readonly #options: ConformanceOptions
  readonly #runs: ConformanceRun[] = []
  readonly #underWay = new Set<Promise<void>>()

  constructor(options: ConformanceOptions) {
    this.#options = options
  }

  list(): ConformanceRun[] {
    return this.#runs.slice(0, kept)
  }

  /** @throws SessionError for one nobody knows */
  get(id: string): ConformanceRun {
    const run = this.#runs.find((one) => one.id === id)
    if (run === undefined) throw new SessionError('not-found', `There is no conformance run ${id}.`)
    return run
  }

  /**
   * Begins a run.
   *
   * @throws SessionError for an address that may not be called, and while another run goes on
   */
  begin({ bridge, url, part }: ConformanceOrder): ConformanceRun {
    if (this.#underWay.size > 0) throw new SessionError('too-much', 'A conformance run is under way: wait for its end.')
    const address = url === undefined || url === '' ? null : allowedUrl('url', url, this.#options.allowRemote)
    const now = Date.now()
    const run: ConformanceRun = {
      id: runId(now),
      at: new Date(now).toISOString(),
      target: address ?? bridge ?? 'mercadopago',
      part,
      state: 'running',
      why: null,
      checks: [],
    }
    this.#runs.unshift(run)
    this.#runs.length = Math.min(this.#runs.length, kept)
    const work = this.#play(run, address, bridge ?? 'mercadopago').finally(() => this.#underWay.delete(work))
    this.#underWay.add(work)
    return structuredClone(run)
  }

  async #play(run: ConformanceRun, address: string | null, bridge: 'mercadopago' | 'pipwave'): Promise<void> {
    const connector = address === null ? await startConnector({ bridge }) : null
    const callbacks = await openCallbacks()
    const credentials = connector === null ? pairOf(this.#options.environment()) : storePair
    const secrets = [...bridgeSecrets, ...Object.values(credentials ?? {})]
    try {
      const report = await runConformance({
        baseUrl: connector?.url ?? address ?? '',
        ...(credentials === null ? {} : { credentials }),
        ...(connector === null ? {} : { currency: connector.currency }),
        ...(run.part === 'cards' ? { only: cardChecks } : {}),
        paymentMethods: { redirect: 'PayPal' },
        timeLimits: { callbackMs: 5_000, retryMs: 200 },
        callbacks,
        onCheck: (result) => {
          run.checks.push(conceal(shown(result), secrets))
          this.#options.onChange(structuredClone(run))
        },
      })
      run.state = 'finished'
      run.checks = report.checks.map((check) => conceal(shown(check), secrets))
    } catch (error) {
      run.state = 'failed'
      run.why = conceal(error instanceof Error ? error.message : String(error), secrets)
    } finally {
      await Promise.all([callbacks.close(), connector?.close()])
      this.#options.onChange(structuredClone(run))
    }
  }

  async close(): Promise<void> {
    await Promise.race([Promise.all(this.#underWay), new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
  }
}

function shown({ steps, ...check }: CheckResult): ConformanceCheck {
  return {
    ...check,
    steps: steps.map(({ sent, came, ms }) => ({
      sent: { ...sent, headers: { ...sent.headers } },
      came: { ...came, headers: { ...came.headers } },
      ms,
    })),
  }
}

/** The pair of a connector elsewhere comes from the environment, and from nowhere else. */
function pairOf(environment: Environment): { readonly appKey: string; readonly appToken: string } | null {
  const { CAP_VTEX_APP_KEY: appKey = '', CAP_VTEX_APP_TOKEN: appToken = '' } = environment
  return appKey === '' || appToken === '' ? null : { appKey, appToken }
}
