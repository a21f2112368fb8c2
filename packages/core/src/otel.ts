/**
 * Spans and metrics of captures for OpenTelemetry. Needs the optional peer dependency `@opentelemetry/api` 1.9 or later.
 *
 * @module
 */
export { instrument } from './otel/instrument.ts'
export { onEvents } from './otel/on-events.ts'
export { type OtelOptions, otelEvents } from './otel/otel-events.ts'
