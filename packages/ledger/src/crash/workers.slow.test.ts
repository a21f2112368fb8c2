import { describe, expect, inject, it, onTestFinished } from 'vitest'
import type { CrashPlan } from '../__fixtures__/crash-plan.ts'
import { doubles, moved, randomOf, startProcess, startProvider } from '../__fixtures__/crash-world.ts'
import { startPostgres } from '../testing/postgres.ts'

const rows = 400
const seed = Number(process.env.CAP_SEED ?? 1)

describe('several processes on one server', () => {
  it.each([
    ['mercadopago', 2],
    ['mercadopago', 4],
    ['pipwave', 2],
  ] as const)('%s, %d workers, one killed at random', { timeout: 300_000 }, async (name, workers) => {
    const provider = await startProvider(name)
    onTestFinished(() => provider.close())
    const batch = `w${seed}n${workers}${name[0]}e`
    provider.prepare(batch, rows)
    const plan = planOf(provider, batch, inject('postgres'))
    const random = randomOf(seed + workers)
    const processes = Array.from({ length: workers }, () => startProcess(plan, onTestFinished))
    const victim = processes[random(workers)]!
    const after = 1 + random(rows / 2)
    let seen = 0
    provider.onCapture = () => {
      if (++seen === after) victim.child.kill('SIGKILL')
    }
    const reports = await Promise.all(processes.map(({ ended }) => ended))
    provider.onCapture = null
    expect(reports.filter((report) => report === null).length).toBeLessThanOrEqual(1)
    const last = await startProcess(plan, onTestFinished).ended
    check(name, last?.counts ?? {}, provider.book(), batch)
  })

  it('goes on when the server is restarted in the middle', { timeout: 300_000 }, async () => {
    const [server, provider] = await Promise.all([startPostgres(), startProvider('mercadopago')])
    onTestFinished(async () => {
      await provider.close()
      await server.stop()
    })
    const batch = `r${seed}e`
    const plan = planOf(provider, batch, server.connectionString)
    const ready = Promise.withResolvers<void>()
    provider.open = ready.promise
    const processes = [startProcess(plan, onTestFinished), startProcess(plan, onTestFinished)]
    // Opening and enqueuing need the server; work goes on without it for a while.
    await Promise.race([Promise.all(processes.map(({ working }) => working)), ...processes.map(({ ended }) => ended)])
    const restarts: Promise<void>[] = []
    let seen = 0
    provider.onCapture = (when) => {
      if (when === 'moved' && (++seen === 60 || seen === 200)) restarts.push(server.restart())
    }
    ready.resolve()
    await Promise.all(processes.map(({ ended }) => ended))
    await Promise.all(restarts)
    expect(restarts).toHaveLength(2)
    const last = await startProcess(plan, onTestFinished).ended
    check('mercadopago', last?.counts ?? {}, provider.book(), batch)
  })
})

function planOf(
  provider: { provider: CrashPlan['provider']; url: string },
  batch: string,
  connectionString: string,
): CrashPlan {
  return {
    place: { connectionString },
    schema: `cap_${batch}`,
    provider: provider.provider,
    url: provider.url,
    batch,
    rows,
    leaseMs: 2_500,
    concurrency: 8,
    die: null,
  }
}

/** Book and ledger agree: nothing twice, nothing lost. */
function check(
  name: CrashPlan['provider'],
  counts: Readonly<Record<string, number>>,
  book: Parameters<typeof doubles>[0],
  batch: string,
): void {
  const { captured = 0, accepted = 0, unknown = 0, person = 0, queued = 0 } = counts
  expect(doubles(book, batch)).toEqual([])
  expect(queued, JSON.stringify(counts)).toBe(0)
  expect(captured + accepted).toBe(moved(book, batch))
  if (name === 'mercadopago') expect(captured).toBe(rows)
  else expect(captured + accepted + unknown + person).toBe(rows)
}
