/** As much as is needed of a channel of `node:diagnostics_channel`. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
  subscribe(listener: (message: unknown) => void): void
  unsubscribe(listener: (message: unknown) => void): boolean
}

/**
 * Where Node's diagnostics hear of the calls of all clients: each `CaptureEvent` on one of the three.
 *
 * What a subscriber throws changes no outcome, but Node reports it as an uncaught exception, as it does for the channels of
 * its own: unless the process handles those, it ends. A listener given as `onEvent` cannot do that.
 */
export interface Channels {
  /** `cap:operation`: waits, warnings and ends of every operation but `resolve`. */
  readonly operation: Channel
  /** `cap:attempt`: starts and ends of attempts, whatever the operation. */
  readonly attempt: Channel
  /** `cap:resolve`: waits, warnings and ends of `resolve`. */
  readonly resolve: Channel
}

interface Runtime {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown }
}

let found: Channels | null | undefined

/** Null where the runtime has no `node:diagnostics_channel`. Asked for by name: an import would not load everywhere. */
export function findChannels(): Channels | null {
  if (found === undefined) found = openChannels(globalThis as Runtime)
  return found
}

export function openChannels({ process }: Runtime): Channels | null {
  try {
    const module = process?.getBuiltinModule?.('node:diagnostics_channel') as
      | { readonly channel: (name: string) => Channel }
      | undefined
    if (typeof module?.channel !== 'function') return null
    return {
      operation: module.channel('cap:operation'),
      attempt: module.channel('cap:attempt'),
      resolve: module.channel('cap:resolve'),
    }
  } catch {
    return null
  }
}
