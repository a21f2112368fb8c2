import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { captureAtEmulator } from '../engine/emulated-capture.ts'
import { providers } from './providers.ts'

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_, provider) => {
  it('captures when nothing is filled in', async () => {
    const stage = provider.stage()
    const run = await captureAtEmulator(provider, stage, { recovery: 'none' })
    expect(run).toMatchObject({ violation: null, first: { outcome: { status: 'captured' } } })
    expect(run.moved).toHaveLength(1)
  })

  it('plays each of its scenarios, and no other', () => {
    const stage = provider.stage()
    for (const { name } of provider.scenarios) stage.play(name, 1)
    expect(() => stage.play('no-such-scenario', 1)).toThrow()
  })

  it('names only fields it has', () => {
    const fields = provider.fields.map(({ name }) => name)
    expect(new Set(fields).size).toBe(fields.length)
    for (const name of Object.values(provider.fieldOf)) expect(fields).toContain(name)
  })

  it('has every variable of its sandbox in .env.example, without a value', () => {
    for (const name of provider.sandbox.variables) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'))
    for (const name of Object.values(provider.sandbox.variableOf)) expect(provider.sandbox.variables).toContain(name)
  })

  it('asks each question of its probe once', async () => {
    const session = await provider.probe.rehearse()
    const names = session.questions.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    await session.close()
  })
})
