import { readFileSync } from 'node:fs'
import { mercadopagoSubject } from '@cap/mercadopago/testing'
import { emulatorAccount } from '@cap/pipwave/emulator'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { vtexSubject } from '@cap/vtex/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'
import { providers } from '../providers/providers.ts'

/** Everything that is a secret in an emulated run. */
const secrets = [
  ...providers.flatMap((provider) => provider.stage().secrets),
  ...[mercadopagoSubject(), pipwaveSubject(), vtexSubject()].flatMap((subject) => subject.secrets),
  ...Object.values(emulatorAccount),
]

describe.concurrent('no secret is in what the demo says', () => {
  it.each([
    [['capture', 'mercadopago', '--amount', '1', '--currency', 'BRL']],
    [['capture', 'mercadopago', '--amount', '1', '--currency', 'BRL', '--scenario', 'bad-access-token', '--json']],
    [['capture', 'pipwave', '--fault', 'close-after-request', '--resolve']],
    [['capture', 'pipwave', '--json']],
    [['capture', 'vtex', '--amount', '1', '--currency', 'BRL', '--scenario', 'pending-echoing-request']],
    [['probe', 'mercadopago', '--yes']],
    [['probe', 'pipwave', '--yes']],
    [['probe', 'vtex', '--yes']],
  ])('%j', async (args) => {
    const { output } = await cli(args)
    expect(output.length).toBeGreaterThan(500)
    for (const secret of secrets) expect(output).not.toContain(secret)
  })

  it('nor in the report of a run with every exchange', async () => {
    const file = temporaryFile('report.json', '')
    const { output } = await cli(['check', '--fault', 'server-error-json', '--json', file, '--verbose'])
    const report = readFileSync(file, 'utf8')
    expect(report).toContain('attempt_started')
    for (const secret of secrets) expect(output + report).not.toContain(secret)
  })
})
