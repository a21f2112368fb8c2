import type { CaptureClient } from '@cap/core'
import { money } from '@cap/core'
import { createMercadoPago } from '@cap/mercadopago'
import { createPipwave } from '@cap/pipwave'
import { emulatorAccount } from '@cap/pipwave/emulator'
import { openLedger } from '../open-ledger.ts'
import { atWork, type CrashPlan, crashToken } from './crash-plan.ts'

// A process of the crash tests: enqueues a batch, works on it, and dies where it is told to, without a word.
const plan = JSON.parse(process.argv[2] ?? '') as CrashPlan
const { place, schema, provider, url, batch, die } = plan

let reached = 0
function dieAt(point: string): void {
  if (die?.at === point && ++reached === die.nth) process.kill(process.pid, 'SIGKILL')
}

const limits = { baseUrl: url, deadlineMs: 1_800, attemptTimeoutMs: 1_500, maxAttempts: 2 }
const client = mortal(
  provider === 'mercadopago'
    ? createMercadoPago({ accessToken: crashToken, ...limits })
    : createPipwave({ ...emulatorAccount, environment: 'staging', ...limits }),
)

const ledger = await openLedger({
  ...place,
  schema,
  dataKey: new Uint8Array(32).fill(3),
  leaseMs: plan.leaseMs,
  // Minutes become milliseconds: the days after are tried under an injected clock.
  schedule: { first: [50, 100, 200, 400], everyMs: 500, windowMs: 3_600_000, laterMs: 1_000, laterTimes: 5 },
})
await ledger.enqueue(rows(), { batch, clients: client, chunkRows: 20 })
process.stdout.write(atWork)
await ledger.work({
  clients: client,
  batch,
  concurrency: plan.concurrency,
  // Nobody can tell what became of a pipwave capture that left no trace: those wait for a person.
  until: provider === 'mercadopago' ? 'settled' : 'sent',
  breaker: { after: 1_000, pauseMs: 1 },
})
// On a slow machine a call may time out, and its capture arrive all the same: a person would ask for it once more.
for await (const { state, operation } of ledger.rows(batch)) {
  if ((state === 'unknown' || state === 'person') && operation !== null) await ledger.resolve(client, operation)
}
const { counts } = await ledger.report(batch)
await ledger.close()
process.stdout.write(JSON.stringify({ counts }))

function* rows() {
  for (let n = 1; n <= plan.rows; n++) {
    dieAt('enqueue')
    yield { request: requestOf(n) as never }
  }
}

function requestOf(n: number): unknown {
  if (provider === 'pipwave') return { pwId: `PW${batch}x${n}` }
  return {
    amount: money('1.50', 'BRL'),
    description: `Row ${n}`,
    externalReference: `${batch}_${n}`,
    payerToken: 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3',
    idempotencyKey: `${batch}-${n}`,
  }
}

/** A client whose process dies in the middle of a capture. */
function mortal<Request>(inner: CaptureClient<Request>): CaptureClient<Request> {
  return {
    provider: inner.provider,
    describe: (request) => inner.describe(request),
    resolve: (handle, options) => inner.resolve(handle, options),
    async capture(request, options = {}) {
      const outcome = await inner.capture(request, {
        ...options,
        async beforeSend(handle) {
          dieAt('before-intent')
          await options.beforeSend?.(handle)
          dieAt('before-send')
        },
      })
      dieAt('after-answer')
      return outcome
    },
  }
}
