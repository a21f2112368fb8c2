import { Keys } from './keys.ts'
import type { MercadoPagoEmulatorOptions } from './options.ts'
import { type AnswerScript, problem, scenarioNamed } from './scenarios.ts'

/** What a request did: its first answer, and what a repetition of it is answered with. */
export interface Done {
  readonly status: number
  readonly first: unknown
  readonly again: () => unknown
}

export function refusal(message: string): AnswerScript {
  return { kind: 'answer', status: 400, body: problem(400, 'bad_request', message) }
}

export function answerNamed(name: string): AnswerScript {
  return scenarioNamed(name).script as AnswerScript
}

/** Answers, takes its time, and recognises requests by their key. */
export class Desk {
  readonly #options: MercadoPagoEmulatorOptions
  readonly #keys: Keys
  #exchanges = 0

  constructor(options: MercadoPagoEmulatorOptions, now: () => number) {
    this.#options = options
    this.#keys = new Keys(options.keyLifetimeMs ?? Number.POSITIVE_INFINITY, now)
  }

  json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
    this.#exchanges++
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'x-request-id': `emulated-${this.#exchanges}`, ...headers },
    })
  }

  answer({ status, headers, body }: AnswerScript): Response {
    return this.json(status, body, headers)
  }

  pause(ms: number): Promise<void> {
    return (this.#options.pause ?? ((wait) => new Promise<void>((resolve) => setTimeout(resolve, wait))))(ms)
  }

  /** The time a write takes. */
  async takeTime(): Promise<void> {
    if (this.#options.latencyMs !== undefined) await this.pause(this.#options.latencyMs)
  }

  /**
   * A write that is recognised by its key: the same one again is answered without doing anything.
   *
   * @param read the refusal, or what is done in one step once the time it takes has passed
   */
  async keyed(
    request: Request,
    path: string,
    read: (body: string, key: string) => AnswerScript | (() => Done | AnswerScript),
  ): Promise<Response> {
    const body = await request.text()
    const key = request.headers.get('x-idempotency-key') ?? ''
    if (key === '') return this.answer(refusal('X-Idempotency-Key is required.'))
    const known = this.#keys.find(path, key)
    if (known !== undefined && known.body !== body) return this.answer(answerNamed('key-already-used'))
    if (known?.again === null) return this.answer(answerNamed('still-running'))
    if (known !== undefined) return this.json(200, known.again())
    const step = read(body, key)
    if (typeof step !== 'function') return this.answer(step)
    const running = this.#keys.begin(path, key, body)
    await this.takeTime()
    const done = step()
    if ('kind' in done) {
      this.#keys.forget(path, key)
      return this.answer(done)
    }
    running.again = done.again
    return this.json(done.status, done.first)
  }
}
