import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { AttemptFinished, AttemptStarted, CaptureEvent, Finished } from '../capture/event.ts'
import type { Attempt, AttemptPurpose } from '../outcome/attempt.ts'
import { redactUrl, replyAttributes, requestAttributes } from './attempt-attributes.ts'
import { callAttributes, endAttributes } from './call-attributes.ts'

interface OpenAttempt {
  readonly span: Span
  readonly startedAt: number
}

interface OpenCall {
  readonly span: Span
  readonly context: Context
  readonly startedAt: number
  readonly attempts: Map<number, OpenAttempt>
  /** How often each request has been sent. */
  readonly sent: Map<string, number>
}

type Request = Pick<Attempt, 'number' | 'method' | 'url'> & { readonly purpose: AttemptPurpose }

/** The spans of the calls under way: one for each call and, below it, one for each attempt. */
export class CallSpans {
  readonly #tracer: Tracer
  readonly #calls = new Map<string, OpenCall>()

  constructor(tracer: Tracer) {
    this.#tracer = tracer
  }

  tell(event: CaptureEvent): void {
    switch (event.type) {
      case 'attempt_started':
        this.#startAttempt(this.#call(event), event, Date.parse(event.at))
        break
      case 'attempt_finished':
        this.#finishAttempt(this.#call(event), event)
        break
      case 'waiting':
        this.#note(event, 'cap.wait', { 'cap.wait.ms': event.ms, 'cap.wait.reason': event.reason })
        break
      case 'warning':
        this.#note(event, 'cap.warning', {
          'cap.warning.code': event.code,
          ...(event.field === undefined ? {} : { 'cap.warning.field': event.field }),
        })
        break
      case 'finished':
        this.#finish(this.#call(event), event)
        break
    }
  }

  /** Ends what is under way, unfinished. */
  stop(): void {
    for (const { span, attempts } of this.#calls.values()) {
      for (const attempt of attempts.values()) attempt.span.end()
      span.end()
    }
    this.#calls.clear()
  }

  /** A call is met at its first event, inside what its caller has under way; a late listener can meet it at any other. */
  #call(event: CaptureEvent): OpenCall {
    const known = this.#calls.get(event.call)
    if (known !== undefined) return known
    const startedAt = Date.parse(event.callStartedAt)
    const outside = context.active()
    const options = { kind: SpanKind.INTERNAL, startTime: new Date(startedAt), attributes: callAttributes(event) }
    const span = this.#tracer.startSpan(`${event.operation} ${event.provider}`, options, outside)
    const call = { span, context: trace.setSpan(outside, span), startedAt, attempts: new Map(), sent: new Map() }
    this.#calls.set(event.call, call)
    return call
  }

  #startAttempt(call: OpenCall, request: Request & Pick<AttemptStarted, 'provider'>, startedAt: number): OpenAttempt {
    const { number, method, purpose, url } = request
    const key = `${purpose} ${method} ${url}`
    const resends = call.sent.get(key) ?? 0
    call.sent.set(key, resends + 1)
    const attributes = {
      ...requestAttributes(request),
      'url.full': redactUrl(url),
      ...(resends === 0 ? {} : { 'http.request.resend_count': resends }),
      'cap.provider': request.provider,
      'cap.attempt.number': number,
      'cap.attempt.purpose': purpose,
    }
    const options = { kind: SpanKind.CLIENT, startTime: new Date(startedAt), attributes }
    const attempt = { span: this.#tracer.startSpan(method, options, call.context), startedAt }
    call.attempts.set(number, attempt)
    return attempt
  }

  #finishAttempt(call: OpenCall, { attempt, provider }: Pick<AttemptFinished, 'attempt' | 'provider'>): void {
    const began = Date.parse(attempt.startedAt)
    const open = call.attempts.get(attempt.number) ?? this.#startAttempt(call, { ...attempt, provider }, began)
    call.attempts.delete(attempt.number)
    const attributes = replyAttributes(attempt)
    open.span.setAttributes({
      ...attributes,
      'cap.attempt.sent': attempt.sent,
      ...(attempt.error === null || attempt.error.phase === null ? {} : { 'cap.phase': attempt.error.phase }),
      ...(attempt.requestId === null ? {} : { 'cap.attempt.request_id': attempt.requestId }),
    })
    if (attributes['error.type'] !== undefined) open.span.setStatus({ code: SpanStatusCode.ERROR })
    // A clock that ran backwards must not make a span that ends before it starts.
    open.span.end(new Date(Math.max(open.startedAt, began + attempt.durationMs)))
  }

  #note(event: CaptureEvent, name: string, attributes: Attributes): void {
    this.#call(event).span.addEvent(name, attributes, new Date(event.at))
  }

  #finish(call: OpenCall, event: Finished): void {
    const { outcome } = event
    this.#calls.delete(event.call)
    const at = Date.parse(event.at)
    // An attempt is left open when what reads its answer broke.
    for (const { span, startedAt } of call.attempts.values()) span.end(new Date(Math.max(startedAt, at)))
    call.span.setAttributes({
      ...endAttributes(event),
      ...(event.operationDigest === null ? {} : { 'cap.operation_digest': event.operationDigest }),
      ...(outcome?.status === 'captured' ? { 'cap.basis': outcome.basis, 'cap.replayed': outcome.replayed } : {}),
      ...(outcome?.status === 'unknown' ? { 'cap.needs': outcome.needs, 'error.type': outcome.cause } : {}),
    })
    if (event.error !== null || outcome?.status === 'unknown') call.span.setStatus({ code: SpanStatusCode.ERROR })
    call.span.end(new Date(Math.max(call.startedAt, at)))
  }
}
