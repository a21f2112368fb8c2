import { describe, expect, it } from 'vitest'
import { demo } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'

describe.concurrent('help', () => {
  it('lists commands and exit codes, as a process', async () => {
    const { code, stdout, stderr } = await demo(['--help'])
    for (const name of ['serve', 'tour', 'check', 'capture', 'scenarios', 'faults', 'probe']) {
      expect(stdout).toMatch(new RegExp(`^ +${name}\\b`, 'm'))
    }
    expect(stdout).toMatch(/^Exit codes:\n {2}0 {2}captured/m)
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it.each([
    [['check'], ['--only', '--fault', '--scenario', '--json', '--verbose']],
    [['serve'], ['--port', '--no-tour', '--history', '--only', '--json']],
    [['tour'], ['--only', '--fault', '--json', '--verbose']],
    [
      ['capture', 'mercadopago'],
      ['--amount', '--payer-token', '--statement-descriptor', '--resolve', '--target'],
    ],
    [
      ['capture', 'pipwave'],
      ['--pw-id', '--by', '--gateway', '--on', '--partial-capture'],
    ],
    [
      ['capture', 'vtex'],
      ['--payment-id', '--header-family', '--test-suite', '--not-moved', '--always'],
    ],
    [
      ['probe', 'mercadopago'],
      ['--yes', '--amount', '--question'],
    ],
    [
      ['probe', 'vtex'],
      ['--listen', '--script', '--payment'],
    ],
    [['scenarios'], ['--json']],
    [['faults'], ['--json']],
  ])('of %j tells of its options', async (command, options) => {
    const { code, stdout } = await cli([...command, '--help'])
    expect(stdout).toContain(`Usage: npm start -- ${command.join(' ')}`)
    for (const option of options) expect(stdout).toContain(option)
    expect(code).toBe(0)
  })

  it('is what a command without its argument shows, with exit 2', async () => {
    for (const command of ['capture', 'probe']) {
      const { code, stderr } = await cli([command])
      expect(stderr).toContain('mercadopago')
      expect(code).toBe(2)
    }
  })

  it.each([
    [['chek'], 'did you mean check?'],
    [['frobnicate'], 'there are serve, tour, check, capture'],
    [['check', '--onyl', 'vtex'], 'Did you mean --only?'],
    [['check', 'vtex'], 'too many arguments'],
  ])('is offered for %j', async (args, message) => {
    const { code, stderr } = await cli(args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('lists', () => {
  it('has every scenario, of one provider or all', async () => {
    const { stdout } = await cli(['scenarios', 'vtex'])
    expect(stdout).toMatch(/VTEX: \d+ scenarios/)
    expect(stdout).toContain('pending-500')
    expect(stdout).not.toContain('insufficient-money')
    const all: { provider: string }[] = JSON.parse((await cli(['scenarios', '--json'])).stdout)
    expect([...new Set(all.map(({ provider }) => provider))]).toEqual(['mercadopago', 'pipwave', 'vtex'])
  })

  it('has every fault, and whether the money moves under it', async () => {
    const { stdout } = await cli(['faults'])
    expect(stdout).toMatch(/no-answer +the connection stays open and silent +yes, or no: --moved, --not-moved/)
    const all: { name: string }[] = JSON.parse((await cli(['faults', '--json'])).stdout)
    expect(all.length).toBeGreaterThanOrEqual(35)
  })
})
