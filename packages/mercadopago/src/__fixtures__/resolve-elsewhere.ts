/**
 * Resolves a stored handle as another process of the same shop would, days of work and a rotated token later. Run by
 * resolve-elsewhere.test.ts, which passes the base URL, the stored handle, the request and the time as JSON on stdin.
 */
import { text } from 'node:stream/consumers'
import { systemClock } from '@cap/core/http'
import { createMercadoPago } from '../index.ts'

const { baseUrl, accessToken, now, handle, options } = JSON.parse(await text(process.stdin))
const client = createMercadoPago({
  accessToken,
  baseUrl,
  attemptTimeoutMs: 300,
  maxAttempts: 2,
  random: () => 0,
  clock: { ...systemClock, now: () => now },
})
process.stdout.write(JSON.stringify(await client.resolve(handle, options)))
