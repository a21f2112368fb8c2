import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demo, temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'

const broken = new URL('../__fixtures__/broken-demo.ts', import.meta.url)
const noAnswer = ['--only', 'vtex', '--fault', 'no-answer']

describe.concurrent('check', () => {
  it('runs what was selected, says that every invariant held, and exits 0', async () => {
    const { code, stdout, stderr } = await demo(['check', ...noAnswer])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^vtex +4\/4$/m)
    expect(stdout).toMatch(/duplicates +0 /)
    expect(stdout).toContain('EVERY INVARIANT HELD')
    expect(code).toBe(0)
  })

  it('runs scenarios of a provider too, and shows every case with --verbose', async () => {
    const { code, stdout } = await demo([
      'check',
      '--scenario',
      'approved',
      '--scenario',
      'status-0-moved',
      '--verbose',
    ])
    expect(stdout).toMatch(/✓ +approved +mercadopago +1 +1 +\d+ +700\.50 BRL +captured/)
    expect(stdout).toMatch(/✓ +status-0-moved +pipwave/)
    expect(code).toBe(0)
  })

  it('stops at Ctrl-C, says so, and exits 130', async () => {
    const controller = new AbortController()
    const running = cli(['check'], { interrupted: controller.signal })
    setTimeout(() => controller.abort(), 300)
    const { code, stdout } = await running
    expect(stdout).toContain('INTERRUPTED: not everything was run')
    expect(code).toBe(130)
  })

  it('has no colours and moves no cursor, even where colours are forced', async () => {
    const { stdout } = await cli(['check', ...noAnswer], { environment: { FORCE_COLOR: '1' } })
    expect(stdout).not.toContain('\u001b')
  })

  it('writes a report', async () => {
    const file = temporaryFile('report.json', '')
    await cli(['check', ...noAnswer, '--json', file])
    const report = JSON.parse(readFileSync(file, 'utf8'))
    expect(report).toMatchObject({ version: 1, summary: { cells: 4, held: 4, violated: 0, duplicates: 0 } })
    expect(report.results[0]).toMatchObject({ provider: 'vtex', kind: 'fault', row: 'no-answer', held: true })
    expect(report.results[0].events).toBeUndefined()
  })

  it('writes it for CI systems and for people too', async () => {
    const junit = temporaryFile('report.xml', '')
    const html = temporaryFile('report.html', '')
    await cli(['check', ...noAnswer, '--junit', junit, '--html', html])
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="vtex.fault" tests="4" failures="0"')
    expect(readFileSync(html, 'utf8')).toContain('<h1>Every invariant held</h1>')
    const { code, stderr } = await cli(['check', ...noAnswer, '--html', '/dev/null/no'])
    expect(stderr).toContain('--html: /dev/null/no cannot be written')
    expect(code).toBe(2)
  })

  it.each([
    ['moves-twice', 'the money moved more than once', '--fault', 'no-answer'],
    ['always-captured', 'captured, and no money moved', '--fault', 'captive-portal'],
    ['says-a-secret', 'a secret was said', '--fault', 'no-answer'],
    ['moves-twice', 'the money moved more than once', '--scenario', 'settled'],
  ])('finds a provider that is broken: %s (%s)', async (defect, violation, ...selection) => {
    const { code, stdout } = await demo([defect, 'check', ...selection], { main: broken })
    expect(stdout).toContain('VIOLATED vtex/')
    expect(stdout).toContain(violation)
    expect(stdout).toMatch(/\d OF \d+ CASES VIOLATED AN INVARIANT/)
    expect(stdout).not.toContain('EVERY INVARIANT HELD')
    expect(code).toBe(1)
  })

  it('counts movements beyond the first as duplicates', async () => {
    const { stdout } = await demo(['moves-twice', 'check', '--fault', 'slow-answer'], { main: broken })
    expect(stdout).toMatch(/duplicates +2 /)
  })

  it('holds for the same provider without a defect', async () => {
    const { code } = await demo(['none', 'check', '--fault', 'captive-portal'], { main: broken })
    expect(code).toBe(0)
  })

  it.each([
    [['--only', 'nobody'], 'no provider is called "nobody": try mercadopago, pipwave, vtex'],
    [['--fault', 'no-such-fault'], 'no fault is called "no-such-fault": `npm start -- faults` lists them'],
    [['--scenario', 'approve'], 'no scenario is called "approve": try approved'],
    [['--concurrency', 'many'], 'It must be a whole number, 1 or more.'],
    [['--json', '/no/such/folder/report.json'], '--json: /no/such/folder/report.json cannot be written'],
    [['--only'], 'argument missing'],
  ])('refuses %j and says what to do', async (args, message) => {
    const { code, stderr } = await cli(['check', ...args])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe.concurrent('the tour', () => {
  it('shows a capture, the tables, the summary', async () => {
    const { code, stdout, stderr } = await demo(['tour', '--only', 'mercadopago', '--fault', 'captive-portal'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/✓ +Mercado Pago +http:\/\/127\.0\.0\.1:\d+ +1 +\d+ +700\.50 BRL +captured/)
    expect(stdout).toMatch(/✓ +captive-portal +mercadopago +4 /)
    expect(stdout).toContain('EVERY INVARIANT HELD')
    expect(code).toBe(0)
  })

  it('exits 1 when an invariant did not hold', async () => {
    const { code, stdout } = await demo(['moves-twice', 'tour', '--fault', 'no-answer'], { main: broken })
    expect(stdout).toMatch(/✗ +no-answer/)
    expect(code).toBe(1)
  })
})
