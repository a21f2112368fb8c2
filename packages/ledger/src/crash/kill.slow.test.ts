import { describe, inject, it } from 'vitest'
import type { CrashPlan, DeathPoint } from '../__fixtures__/crash-plan.ts'
import {
  type CrashProvider,
  doubles,
  moved,
  type Process,
  randomOf,
  startProcess,
  startProvider,
} from '../__fixtures__/crash-world.ts'
import { temporaryFolder } from '../__fixtures__/world.ts'

/** Kills in all: 64 by default, `CAP_KILLS` for more. One seed gives one run. */
const kills = Number(process.env.CAP_KILLS ?? 64)
const seed = Number(process.env.CAP_SEED ?? 1)

const points: readonly (DeathPoint | 'arrived' | 'moved')[] = [
  'before-send',
  'moved',
  'after-answer',
  'arrived',
  'enqueue',
  'before-intent',
]
/** Deaths of one batch, one after another, before it is left to end. */
const deathsOfOne = 8
const rows = 160

const kinds = [
  ['mercadopago', 'PostgreSQL'],
  ['pipwave', 'PostgreSQL'],
  ['mercadopago', 'PostgreSQL'],
  ['mercadopago', 'PGlite'],
] as const

const lives = Array.from({ length: Math.ceil(kills / deathsOfOne) }, (_, life) => {
  const [provider, place] = kinds[life % kinds.length]!
  return { life, provider, place }
})

describe('a process that is killed again and again', () => {
  it.concurrent.for(lives)(
    'loses nothing and captures nothing twice: $provider on $place, life $life',
    { timeout: 600_000 },
    async (life, { expect, onTestFinished }) => {
      const provider = await startProvider(life.provider)
      onTestFinished(() => provider.close())
      const random = randomOf(seed * 1_000 + life.life)
      const batch = `k${seed}l${life.life}e`
      provider.prepare(batch, rows)
      const folder = temporaryFolder()
      onTestFinished(() => folder.remove())
      const plan: CrashPlan = {
        place: life.place === 'PGlite' ? { folder: folder.folder } : { connectionString: inject('postgres') },
        schema: `cap_k${seed}_${life.life}`,
        provider: life.provider,
        url: provider.url,
        batch,
        rows,
        leaseMs: 2_500,
        concurrency: 4,
        die: null,
      }
      const start = (one: CrashPlan) => startProcess(one, onTestFinished)
      let inFlight = 0
      for (let death = 0; death < deathsOfOne; death++) {
        const at = points[(death + life.life) % points.length]!
        const killed = await die(provider, start, plan, at, 1 + random(at === 'enqueue' ? rows : 10))
        expect(killed, `death ${death} at ${at}`).toBe(true)
        inFlight += plan.concurrency
        expect(doubles(provider.book(), batch), `seed ${seed}, life ${life.life}, death ${death} at ${at}`).toEqual([])
      }
      const end = await start(plan).ended
      const applied = moved(provider.book(), batch)
      expect(doubles(provider.book(), batch)).toEqual([])
      const { captured = 0, accepted = 0, unknown = 0, person = 0, queued = 0 } = end?.counts ?? {}
      expect(queued, JSON.stringify(end?.counts)).toBe(0)
      // The ledger says captured of exactly what moved.
      expect(captured + accepted).toBe(applied)
      if (life.provider === 'mercadopago') expect(applied).toBe(rows)
      else {
        // Nobody can prove that a capture without a key did not arrive: it waits for a person, and is never sent again.
        expect(unknown + person).toBe(rows - applied)
        expect(unknown + person).toBeLessThanOrEqual(inFlight)
      }
    },
  )
})

/** Lets a process die at a point. @returns whether it got there before it was done */
async function die(
  provider: CrashProvider,
  start: (plan: CrashPlan) => Process,
  plan: CrashPlan,
  at: DeathPoint | 'arrived' | 'moved',
  nth: number,
): Promise<boolean> {
  if (at !== 'arrived' && at !== 'moved') return (await start({ ...plan, die: { at, nth } }).ended) === null
  const { child, ended } = start(plan)
  let seen = 0
  provider.onCapture = (when) => {
    if (when === at && ++seen === nth) child.kill('SIGKILL')
  }
  try {
    return (await ended) === null
  } finally {
    provider.onCapture = null
  }
}
