import type { CaptureEvent, ClientOptions } from '@cap/core'
import type { BookEntry } from '@cap/core/testing'
import { type CaptureRun, type Recovery, runCapture } from './capture-run.ts'
import { openPlace, type Trouble } from './emulated-place.ts'
import type { Provider, Stage } from './provider.ts'

/** What to do to a capture at an emulator. */
export interface Play extends Trouble {
  readonly recovery: Recovery
  readonly signal?: AbortSignal
  readonly client?: Omit<ClientOptions, 'baseUrl' | 'onEvent'>
  readonly onEvent?: (event: CaptureEvent) => void
  /** Told of the server's address, before anything is sent. */
  readonly onListening?: (url: string) => void
}

/** A capture at an emulator, held against what really moved. */
export interface EmulatedCapture extends CaptureRun {
  readonly moved: readonly BookEntry[]
  /** What the product's rule forbids and yet happened, in full; null when the rule held. */
  readonly violation: string | null
}

/** Serves the stage's emulator on loopback, makes its capture through the package's client, and checks every ending. */
export async function captureAtEmulator(
  provider: Pick<Provider, 'keyed' | 'readsFirst'>,
  stage: Stage,
  play: Play,
): Promise<EmulatedCapture> {
  const place = await openPlace(provider, stage, play)
  let calls = 0
  try {
    play.onListening?.(place.url)
    const run = await runCapture(stage, {
      client: { ...play.client, baseUrl: place.url },
      recovery: place.reachable ? play.recovery : 'none',
      ...(play.signal === undefined ? {} : { signal: play.signal }),
      onEvent(event) {
        place.said(event)
        play.onEvent?.(event)
      },
      onEnding: (end, actor) => place.judge(calls++ === 0 ? 'capture' : 'resolve', end, actor),
      beforeRecovery: () => place.endFault(),
    })
    return { ...run, moved: place.moved, violation: place.violation }
  } finally {
    await place.close()
  }
}
