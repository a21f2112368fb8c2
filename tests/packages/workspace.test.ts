import { expect, test } from 'vitest'
import { tool } from '../workspace.ts'

test('manifests agree with each other: sherif finds nothing', async () => {
  const { code, stdout, stderr } = await tool('sherif/index.js', [])
  expect(code, stdout + stderr).toBe(0)
})

test('nothing is exported, installed or kept that nothing uses: knip finds nothing', async () => {
  const { code, stdout, stderr } = await tool('knip/bin/knip.js', ['--no-progress'])
  expect(code, stdout + stderr).toBe(0)
})
