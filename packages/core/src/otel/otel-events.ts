import { diag, type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api'
import type { CaptureEvent } from '../capture/event.ts'
import { CallMetrics } from './call-metrics.ts'
import { CallSpans } from './call-spans.ts'

const scope = '@cap/core'

/** Options of {@link otelEvents} and `instrument`. */
export interface OtelOptions {
  /** Default: the global one, as it is when the first event comes. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Default: the global one, as it is when the first event comes. */
  readonly meterProvider?: MeterProvider | undefined
}

export interface OtelSink {
  readonly listener: (event: CaptureEvent) => void
  readonly stop: () => void
}

/**
 * A listener that turns events into spans and metrics, to be given as `onEvent`. Give one listener to all clients: it
 * keeps count of what they leave unresolved. Where there is `node:diagnostics_channel`, `instrument` needs no client at all.
 *
 * Spans: one for each call (`capture mercadopago`, internal, a child of the caller's), and below it one for each attempt
 * by the conventions for HTTP clients. Their attributes are names, numbers, ids and words from closed lists; of bodies and
 * headers nothing, of the operation only its digest.
 *
 * Metrics: `cap.capture.outcome` (counter), `http.client.request.duration` (histogram, seconds), `cap.capture.unresolved`
 * (up-down counter) and `cap.capture.unresolved.age` (gauge, seconds).
 *
 * Never throws: what a tracer or meter throws is told to OpenTelemetry's own `diag` logger.
 */
export function otelEvents(options: OtelOptions = {}): (event: CaptureEvent) => void {
  return otelSink(options).listener
}

export function otelSink({ tracerProvider, meterProvider }: OtelOptions): OtelSink {
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      diag.error(`${scope}: telemetry of a call failed, which changed nothing else`, error)
    }
  }
  let spans: CallSpans | undefined
  let measures: CallMetrics | undefined
  return {
    listener(event) {
      guarded(() => {
        spans ??= new CallSpans((tracerProvider ?? trace).getTracer(scope))
        spans.tell(event)
      })
      guarded(() => {
        measures ??= new CallMetrics((meterProvider ?? metrics).getMeter(scope))
        measures.tell(event)
      })
    },
    stop() {
      guarded(() => spans?.stop())
      guarded(() => measures?.stop())
    },
  }
}
