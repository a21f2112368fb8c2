import type { BatchObservableResult, Counter, Histogram, Meter, Observable } from '@opentelemetry/api'
import type { CaptureEvent } from '../capture/event.ts'
import { replyAttributes, requestAttributes } from './attempt-attributes.ts'
import { callAttributes, endAttributes } from './call-attributes.ts'
import { Unresolved } from './unresolved.ts'

/** As the conventions advise: https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** Calls that end in an outcome or throw; reads only throw. */
const changes: ReadonlySet<string> = new Set(['capture', 'refund', 'cancel', 'change'])

/** What an on-call person needs: how captures end, how long the provider takes, and how many nobody knows about. */
export class CallMetrics {
  readonly #meter: Meter
  readonly #outcomes: Counter
  readonly #durations: Histogram
  readonly #observed: Observable[]
  readonly #unresolved = new Unresolved()

  constructor(meter: Meter) {
    this.#meter = meter
    this.#outcomes = meter.createCounter('cap.capture.outcome', {
      unit: '{call}',
      description: 'Calls that change something, and resolves of them, by how they ended.',
    })
    this.#durations = meter.createHistogram('http.client.request.duration', {
      unit: 's',
      description: 'Duration of HTTP client requests.',
      advice: { explicitBucketBoundaries: durationBuckets },
    })
    const count = meter.createObservableUpDownCounter('cap.capture.unresolved', {
      unit: '{operation}',
      description: 'Operations that ended unknown or pending in this process and were not seen to conclude.',
    })
    const age = meter.createObservableGauge('cap.capture.unresolved.age', {
      unit: 's',
      description: 'Time since the oldest of them was first sent; 0 without any.',
    })
    this.#observed = [count, age]
    this.#observe = (result) => {
      for (const [provider, open] of this.#unresolved.counts()) {
        const attributes = { 'cap.provider': provider }
        result.observe(count, open.count, attributes)
        const since = open.oldestSince
        result.observe(age, since === null ? 0 : Math.max(0, (Date.now() - since) / 1000), attributes)
      }
    }
    meter.addBatchObservableCallback(this.#observe, this.#observed)
  }

  readonly #observe: (result: BatchObservableResult) => void

  tell(event: CaptureEvent): void {
    if (event.type === 'attempt_finished') {
      const { attempt } = event
      this.#durations.record(attempt.durationMs / 1000, { ...requestAttributes(attempt), ...replyAttributes(attempt) })
    } else if (event.type === 'finished') {
      // Reads throw too, which says nothing about a capture.
      if (event.outcome !== null || (event.error !== null && changes.has(event.operation))) {
        this.#outcomes.add(1, { ...callAttributes(event), ...endAttributes(event) })
      }
      this.#unresolved.tell(event)
    }
  }

  stop(): void {
    this.#meter.removeBatchObservableCallback(this.#observe, this.#observed)
  }
}
