import type { CaptureEvent } from '../capture/event.ts'
import { findChannels } from '../http/channels.ts'
import { type OtelOptions, otelSink } from './otel-events.ts'

/**
 * Spans and metrics of every client in the process, whoever makes it and without a word to it: subscribes to the channels
 * `cap:operation`, `cap:attempt` and `cap:resolve` of `node:diagnostics_channel`. Call it once, at the start. What is
 * recorded is said at `otelEvents`; a client that is given that one too would be recorded twice.
 *
 * @returns ends the subscription
 * @throws Error where the runtime has no `node:diagnostics_channel`
 */
export function instrument(options: OtelOptions = {}): () => void {
  const channels = findChannels()
  if (channels === null) {
    throw new Error('this runtime has no node:diagnostics_channel: give otelEvents() to each client as onEvent')
  }
  const sink = otelSink(options)
  // Another copy of the package may publish there too: what it says is read as carefully as it was written.
  const listener = (message: unknown) => sink.listener(message as CaptureEvent)
  const all = [channels.operation, channels.attempt, channels.resolve]
  for (const channel of all) channel.subscribe(listener)
  return () => {
    for (const channel of all) channel.unsubscribe(listener)
    sink.stop()
  }
}
