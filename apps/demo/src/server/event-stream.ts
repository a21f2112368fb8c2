import type { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Session } from '../session/session.ts'

/** Shorter than what proxies and browsers take for a dead connection. */
const pulseMs = 15_000

/** Server-sent events: what happens while it happens. A page that comes late reads the rest by the API. */
export function serveEvents(app: Hono, session: Session, closed: AbortSignal): void {
  app.get('/api/events', (context) =>
    streamSSE(context, async (stream) => {
      const queue: { readonly event: string; readonly data: string }[] = []
      let wake = () => {}
      const stop = session.bus.listen((event, data) => {
        queue.push({ event, data: JSON.stringify(data) })
        wake()
      })
      const end = () => {
        stop()
        wake()
      }
      stream.onAbort(end)
      closed.addEventListener('abort', end, { once: true })
      await stream.writeSSE({ event: 'status', data: JSON.stringify(session.status()) })
      while (!stream.aborted && !closed.aborted) {
        const next = queue.shift()
        if (next !== undefined) await stream.writeSSE(next)
        else if (
          !(await somethingComes((call) => {
            wake = call
          }))
        )
          await stream.write(': still here\n\n')
      }
      stop()
    }),
  )
}

/** @returns false when nothing came for a while */
function somethingComes(onWake: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), pulseMs)
    timer.unref()
    onWake(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
