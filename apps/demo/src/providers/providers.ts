import type { Provider } from '../engine/provider.ts'
import { mercadopago } from './mercadopago/provider.ts'
import { pipwave } from './pipwave/provider.ts'
import { vtex } from './vtex/provider.ts'

/** Everybody the harness knows. */
export const providers: readonly Provider[] = [mercadopago, pipwave, vtex]
