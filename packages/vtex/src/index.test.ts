import { expect, it } from 'vitest'
import * as emulator from './emulator.ts'
import * as entry from './index.ts'
import * as testing from './testing.ts'

it('exports these names and no others', () => {
  expect(Object.keys(entry).sort()).toEqual(['CaptureError', 'createVtexGateway', 'money'])
  expect(Object.keys(emulator).sort()).toEqual(['createVtexProviderEmulator', 'vtexScenarios'])
  expect(Object.keys(testing)).toEqual(['vtexSubject'])
})
