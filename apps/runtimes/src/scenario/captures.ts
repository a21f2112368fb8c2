import { play } from './play.ts'
import { type Harm, type Played, type Provider, providers, type Striking } from './protocol.ts'
import type { Stage } from './stage-client.ts'

/** A documented answer of each provider that says no. VTEX's protocol has none that is final: it comes to `pending`. */
const declines: Readonly<Record<Provider, string>> = {
  mercadopago: 'insufficient-money',
  pipwave: 'status-2001',
  vtex: 'cancel-manually',
}

/** The time of a call that gets no answer: it ends by it, and not by the time of an attempt. */
export const stallMs = 2_500

/** What every runtime must make the same of. */
export function playCaptures(stage: Stage): Promise<readonly Played[]> {
  return inGroups(
    providers.flatMap((provider) => casesOf(provider)),
    (one) => play(stage, one),
    6,
  )
}

type Case = Parameters<typeof play>[1]

function casesOf(provider: Provider): readonly Case[] {
  const stalled = (fault: string): Case => ({
    name: fault,
    opening: { provider, harm: { fault, moved: true, times: 'onwards' } },
    options: { deadlineMs: stallMs },
  })
  return [
    { name: 'captured', opening: { provider } },
    { name: 'declined', opening: { provider, play: declines[provider] } },
    {
      name: 'answer lost',
      opening: { provider, harm: { fault: 'close-after-request', moved: true, times: 'onwards' } },
      options: { maxAttempts: 1, deadlineMs: stallMs },
    },
    stalled('no-answer'),
    stalled('stall-after-head'),
    stalled('stall-mid-body'),
    {
      name: 'unavailable once',
      opening: { provider, harm: { fault: 'unavailable', moved: false, times: 'once' } },
      options: { deadlineMs: 3_000 },
    },
  ]
}

/** Connections that are given up while they are kept: the race is run often enough to be lost both ways. */
export function playHangUps(stage: Stage, rounds: number): Promise<readonly Played[]> {
  const ways = ['with the answer', 'soon after the answer'] as const
  const cases = ways.flatMap((hangsUp) => Array.from({ length: rounds }, () => hangsUp))
  return inGroups(cases, (hangsUp) =>
    play(stage, {
      name: `hangs up ${hangsUp}`,
      opening: { provider: 'pipwave', hangsUp },
      options: { deadlineMs: 1_000 },
    }),
  )
}

/** Every fault of the catalogue, at every provider. */
export async function playCatalogue(stage: Stage): Promise<readonly Played[]> {
  const faults = await stage.catalogue()
  const cases = providers.flatMap((provider) => faults.map((fault) => [provider, fault] as const))
  return inGroups(cases, ([provider, fault]) => strike(stage, provider, fault))
}

function strike(stage: Stage, provider: Provider, { fault, moved, elsewhere, waits }: Striking): Promise<Played> {
  const harm: Harm = { fault, moved, times: 'once' }
  const name = `${fault}, ${moved ? 'money moved' : 'nothing moved'}`
  if (elsewhere !== null) {
    const options = { baseUrl: elsewhere, deadlineMs: 8_000, maxAttempts: 1 }
    return play(stage, { name, opening: { provider }, options })
  }
  // Without a key there is nothing to be sent again: all the time is spent looking.
  const deadlineMs = provider === 'pipwave' ? 3_000 : 8_000
  const options = { deadlineMs, ...(waits ? { attemptTimeoutMs: 2_000 } : {}) }
  return play(stage, { name, opening: { provider, harm }, options })
}

/** Runs so many at a time: one after the other they would mostly wait. */
async function inGroups<Case>(
  cases: readonly Case[],
  run: (one: Case) => Promise<Played>,
  atOnce = 16,
): Promise<readonly Played[]> {
  const played = new Array<Played>(cases.length)
  const left = cases.entries()
  const work = async () => {
    for (const [index, one] of left) played[index] = await run(one)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return played
}
