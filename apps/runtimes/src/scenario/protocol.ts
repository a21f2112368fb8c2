import type { CaptureOutcome } from '@cap/core'

/** What a scenario and the stage it plays on say to each other: plain JSON, over HTTP on loopback. */

export const providers = ['mercadopago', 'pipwave', 'vtex'] as const
export type Provider = (typeof providers)[number]

/** What is to happen to the request that moves the money. */
export interface Harm {
  /** A name of the fault catalogue. */
  readonly fault: string
  readonly moved: boolean
  /** `onwards`: from that request on, to everything. */
  readonly times: 'once' | 'onwards'
}

/** Asks for an emulator of its own, served over a socket of its own. */
export interface Opening {
  readonly provider: Provider
  readonly harm?: Harm
  /** An answer of the emulator's list, for the next capture. */
  readonly play?: string
  /** Gives the kept connection up when the read before the capture has been answered. */
  readonly hangsUp?: 'with the answer' | 'soon after the answer'
}

export interface Opened {
  readonly id: number
  readonly url: string
  /** The provider's credentials, as the client's options. */
  readonly credentials: Readonly<Record<string, string>>
  /** What the client is to capture. */
  readonly request: unknown
}

/** What really happened so far. */
export interface Seen {
  /** Requests that can move money, as they arrived. */
  readonly captures: number
  readonly book: readonly {
    readonly key: string | null
    readonly payment: string
    readonly amount: { readonly amount: string; readonly currency: string }
    readonly at: string
  }[]
}

/** Genuine notifications, as they were posted. */
export interface Notices {
  readonly mercadopago: { readonly secret: string; readonly url: string; readonly headers: Record<string, string> }
  readonly pipwave: { readonly apiKey: string; readonly apiSecret: string; readonly body: string }
}

/** A fault of the catalogue, as far as a scenario has to know it. */
export interface Striking {
  readonly fault: string
  readonly moved: boolean
  /** Where nobody is to be reached in place of the stage; null: at the stage. */
  readonly elsewhere: string | null
  /** An attempt ends by its time only under these. */
  readonly waits: boolean
}

/** How a call ended. */
export interface Told {
  readonly outcome: CaptureOutcome | null
  /** The code of what it threw; `null` beside an outcome, `not a CaptureError` otherwise. */
  readonly threw: string | null
}

/** One capture, and what came of it. */
export interface Played {
  readonly name: string
  readonly provider: Provider
  readonly end: Told
  readonly seen: Seen
  readonly ms: number
  /** What `resolve` said once the faults were over, where there was something to resolve. */
  readonly resolved: Told | null
  readonly seenAfter: Seen
  readonly events: readonly unknown[]
}

export interface Report {
  /** What the run was on, as the runtime calls itself. */
  readonly runtime: string
  /** The file that `@cap/core` was found in. */
  readonly core: string
  readonly captures: readonly Played[]
  readonly catalogue: readonly Played[]
  /** Connections that are given up while they are kept: how these end is a race. */
  readonly hangUps: readonly Played[]
  /** What has no part in a capture: digests, keys, verdicts, exports. */
  readonly facts: Readonly<Record<string, unknown>>
}
