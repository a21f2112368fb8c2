import { expect, it } from 'vitest'
import * as emulator from './emulator.ts'
import * as entry from './index.ts'
import * as testing from './testing.ts'

it('exports these names and no others', () => {
  expect(Object.keys(entry).sort()).toEqual(['CaptureError', 'createMercadoPago', 'money', 'verifyNotification'])
  expect(Object.keys(emulator).sort()).toEqual(['createMercadoPagoEmulator', 'mercadoPagoScenarios'])
  expect(Object.keys(testing)).toEqual(['mercadopagoSubject'])
})
