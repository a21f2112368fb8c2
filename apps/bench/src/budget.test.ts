import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { budgets } from './budget.ts'
import { type BundleLabel, bundle, sum, withoutKy } from './size.ts'

const here = join(import.meta.dirname, '..')

describe.each(Object.entries(budgets) as [BundleLabel, number][])('a bundle of one capture with %s', (label, most) => {
  it('is not larger than its budget, and not so much smaller that the budget checks nothing', async () => {
    const bytes = sum(withoutKy(await bundle(label, here, ['@cap/source'])), 'gzip')
    expect(bytes).toBeLessThanOrEqual(most)
    expect(bytes).toBeGreaterThan(most - 400)
  })

  it('holds none of the operations around a capture, and nothing that is made for tests', async () => {
    const inputs = (await bundle(label, here, ['@cap/source'])).flatMap((file) => Object.keys(file.inputs))
    expect(inputs.some((path) => path.endsWith('/src/capture.ts'))).toBe(true)
    expect(
      inputs.filter((path) => /\/src\/(?:operations|notifications|messages|emulator|testing)\//.test(path)),
    ).toEqual([])
  })
})
