import { readFileSync, writeSync } from 'node:fs'
import { CaptureError, createVtexGateway } from '../index.ts'

/** Run as a process of its own: takes a stored handle from standard input, resolves it, writes the outcome. */
const { client, now, handle, options } = JSON.parse(readFileSync(0, 'utf8'))

const gateway = createVtexGateway({
  ...client,
  random: () => 0,
  ...(now === undefined
    ? {}
    : {
        clock: {
          now: () => now,
          after: (ms: number, callback: () => void) => {
            const timer = setTimeout(callback, ms)
            return () => clearTimeout(timer)
          },
        },
      }),
})

try {
  writeSync(1, JSON.stringify(await gateway.resolve(handle, options)))
} catch (error) {
  writeSync(1, JSON.stringify({ threw: CaptureError.isInstance(error) ? error : String(error) }))
}
