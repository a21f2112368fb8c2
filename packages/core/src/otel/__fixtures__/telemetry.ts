import { type Attributes, context, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import type { ClientOptions } from '../../capture/client.ts'
import { toySubject } from '../../testing/__fixtures__/toy-provider.ts'
import { type SeenExchange, startFaultServer } from '../../testing/fault-server.ts'
import type { FaultStep } from '../../testing/faults.ts'

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

/** The real SDK, with exporters that keep what they are given. */
export function createTelemetry() {
  const spanExporter = new InMemorySpanExporter()
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 600_000 })
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] })
  const meterProvider = new MeterProvider({ readers: [reader] })
  return {
    tracerProvider,
    meterProvider,
    spans: () => spanExporter.getFinishedSpans(),
    /** The points of one metric: its attributes and its value. */
    async points(name: string): Promise<{ attributes: Attributes; value: unknown }[]> {
      metricExporter.reset()
      await meterProvider.forceFlush()
      return metricExporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value })))
    },
    async close() {
      await tracerProvider.shutdown()
      await meterProvider.shutdown()
    },
  }
}

/** What of a span the tests speak of. */
export function shown(span: ReadableSpan) {
  return {
    name: span.name,
    kind: SpanKind[span.kind],
    status: SpanStatusCode[span.status.code],
    attributes: span.attributes,
  }
}

export function milliseconds([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1000 + nanoseconds / 1e6
}

/** The toy provider on a real socket; `plan` says what is done to each answer. */
export async function createToyWorld(plan: (exchange: SeenExchange, number: number) => FaultStep | null) {
  const subject = toySubject()
  const emulator = subject.createEmulator()
  let number = 0
  const server = await startFaultServer(emulator, (exchange) => (exchange === null ? null : plan(exchange, ++number)))
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    secrets: subject.secrets,
    refusals: subject.refusals,
    request: (id: number) => subject.request(emulator, id),
    client: (options: ClientOptions = {}) =>
      subject.createClient({ random: () => 0, attemptTimeoutMs: 2000, ...options, baseUrl: server.url }),
    close: () => server.close(),
  }
}
