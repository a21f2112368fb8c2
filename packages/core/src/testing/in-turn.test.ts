import { expect, it } from 'vitest'
import { inTurn } from './in-turn.ts'

it('runs so many at a time, in order, and only once asked', async () => {
  const started: string[] = []
  let running = 0
  let most = 0
  const cases = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    async run() {
      started.push(name)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
      if (name === 'b') throw new Error('b fails')
      return name.toUpperCase()
    },
  }))
  const results = inTurn(cases, 2)
  expect(started).toEqual([])
  expect(await results[4]?.[1]()).toBe('E')
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(most).toBe(2)
  await expect(results[1]?.[1]()).rejects.toThrow('b fails')
})
