import type { CodeMessage } from '@cap/core/messages'
import { declined } from './declined.ts'
import { settledOrOpen } from './open.ts'
import { refused } from './refused.ts'

/**
 * Every code that is documented for `/v1/advanced_payments`, and those of `/v1/payments` behind it: values of
 * `status_detail` (and of `status`, which stands in for it where there is none), and codes of error causes.
 */
export const mercadoPagoCodes: Readonly<Record<string, CodeMessage>> = { ...declined, ...settledOrOpen, ...refused }
