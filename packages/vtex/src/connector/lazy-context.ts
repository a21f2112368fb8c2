import type { CaptureHandle } from '@cap/core/http'

/** What a callback's context reads when it is asked for it, and not before. */
interface Source {
  readonly signal: AbortSignal
  readonly handle?: CaptureHandle
}

const source = Symbol('source')

interface Lazy {
  readonly [source]: Source
}

/**
 * Shared by all contexts. A getter written in an object literal is another function each time, and the engine then makes a
 * hidden class for each object: slow, and kept with all that the getter closes over until the next full collection.
 */
const getters = {
  signal: {
    enumerable: true,
    configurable: true,
    get(this: Lazy) {
      return this[source].signal
    },
  },
  handle: {
    enumerable: true,
    configurable: true,
    get(this: Lazy) {
      return this[source].handle
    },
  },
}

/** Gives a context properties that are read from elsewhere: its own, so that a spread copies them. */
export function withLazy<Context extends object, Name extends keyof Source>(
  context: Context,
  from: Source & Required<Pick<Source, Name>>,
  ...names: readonly Name[]
): Context & Required<Pick<Source, Name>> {
  Object.defineProperty(context, source, { value: from })
  for (const name of names) Object.defineProperty(context, name, getters[name])
  return context as Context & Required<Pick<Source, Name>>
}
