import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Defect, toySubject } from './__fixtures__/toy-provider.ts'
import { captureContract } from './contract.ts'
import { faults, versions } from './faults.ts'
import { runSchedule } from './schedule.ts'

describe('the fault catalogue', () => {
  it('has at least 35 faults, each named once', () => {
    expect(faults.length).toBeGreaterThanOrEqual(35)
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length)
  })

  it('has two versions of every 2xx answer: money moved, and nothing moved', () => {
    for (const fault of faults) {
      if (fault.wire.kind === 'answer' && fault.wire.status < 300) expect(versions(fault)).toHaveLength(2)
    }
  })
})

describe.concurrent('a correct client keeps the contract', () => {
  for (const { name, run } of captureContract(toySubject())) it(name, async () => void (await run()))
})

describe.concurrent('a broken client does not', () => {
  const expectations: [Defect, string][] = [
    ['new key for every attempt', 'no-answer on the capture, always, money moved'],
    ['lost answer is a throw', 'no-answer on the capture, always, money moved'],
    ['any 2xx is captured', 'captive-portal on the capture, always, nothing moved'],
    ['refusal after a lost answer is a throw', 'answer lost (money moved), then 400 refused'],
    ['says its secret', '400 refused at once'],
  ]
  it.for(expectations)('%s', async ([defect, name], { expect }) => {
    const found = captureContract(toySubject(defect)).find((candidate) => candidate.name === name)
    await expect(found?.run()).rejects.toThrow()
  })
})

const scheduleOfNumbers = fc.array(fc.nat({ max: 0xffff }), { maxLength: 60, size: 'max' })

describe('random schedules', () => {
  it('hold for a correct client', async () => {
    await fc.assert(
      fc.asyncProperty(scheduleOfNumbers, (numbers) => runSchedule(toySubject(), numbers)),
      {
        numRuns: 300,
      },
    )
  })

  it.each<Defect>(['new key for every attempt', 'lost answer is a throw', 'any 2xx is captured'])(
    'find the defect: %s',
    async (defect) => {
      const found = await fc.check(
        fc.asyncProperty(scheduleOfNumbers, (numbers) => runSchedule(toySubject(defect), numbers)),
        { numRuns: 2_000, endOnFailure: true },
      )
      expect(found.failed).toBe(true)
    },
  )
})
