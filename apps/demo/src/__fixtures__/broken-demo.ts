import type { CaptureOutcome } from '@cap/core'
import type { ContractSubject } from '@cap/core/testing'
import type { SettlementRequest } from '@cap/vtex'
import { type VtexProviderEmulator, vtexScenarios } from '@cap/vtex/emulator'
import { vtexSubject } from '@cap/vtex/testing'
import { runCli } from '../cli.ts'
import { defineProvider } from '../engine/define-provider.ts'
import { vtex } from '../providers/vtex/provider.ts'

type Subject = ContractSubject<SettlementRequest, VtexProviderEmulator>

/** The demo with one provider that is broken on purpose: `broken-demo.ts <defect> <arguments>`. */
const defects: Readonly<Record<string, (subject: Subject) => Subject>> = {
  none: (subject) => subject,
  /** The money moves twice for every settlement. */
  'moves-twice': (subject) => ({
    ...subject,
    createEmulator() {
      const emulator = subject.createEmulator()
      return { ...emulator, book: () => emulator.book().flatMap((entry) => [entry, entry]) }
    },
  }),
  /** The client takes every end for a success. */
  'always-captured': (subject) => ({
    ...subject,
    createClient(options) {
      const client = subject.createClient(options)
      return {
        ...client,
        resolve: (handle, resolveOptions) => client.resolve(handle, resolveOptions),
        describe: (request) => client.describe(request),
        async capture(request, captureOptions) {
          const outcome = await client.capture(request, captureOptions)
          return outcome.status === 'unknown' ? captured(outcome) : outcome
        },
      }
    },
  }),
  /** The client says its token, in a message. */
  'says-a-secret': (subject) => ({ ...subject, secrets: [...subject.secrets, 'attempts'] }),
}

function captured({ attempts, reference, raw }: CaptureOutcome): CaptureOutcome {
  const said = { captureId: 'made-up', amount: null, basis: 'answer', replayed: false } as const
  return { status: 'captured', provider: 'vtex', ...said, reference, attempts, raw }
}

const [name = 'none', ...args] = process.argv.slice(2)
const subject = (defects[name] ?? ((same: Subject) => same))(vtexSubject())
const provider = defineProvider({
  title: 'a broken VTEX',
  subject,
  scenarios: vtexScenarios,
  fields: vtex.fields,
  fieldOf: vtex.fieldOf,
  paymentFields: vtex.paymentFields,
  batchFields: vtex.batchFields,
  keyField: vtex.keyField,
  plain: {},
  prepare() {
    const emulator = subject.createEmulator()
    return {
      emulator,
      request: subject.request(emulator, 1),
      secrets: subject.secrets,
      createClient: (options) => subject.createClient(options),
      play(scenario, times) {
        const found = vtexScenarios.find((candidate) => candidate.name === scenario)
        if (found !== undefined) emulator.play(found.name, times)
      },
    }
  },
  sandbox: vtex.sandbox,
  probe: vtex.probe,
})

process.exitCode = await runCli({
  args,
  providers: [provider],
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
})
