import { type Scripted, type Step, scripted } from './client.ts'

/** How a call ended, whatever it was. */
export interface Settled<Outcome> {
  readonly outcome: Outcome | null
  readonly error: unknown
}

/** A scripted provider, and calls of any operation run to their end under its clock. */
export function operating(
  steps: readonly Step[],
  options: Parameters<typeof scripted>[1] = {},
): Scripted & { settle<Outcome>(call: (client: Scripted['client']) => Promise<Outcome>): Promise<Settled<Outcome>> } {
  const world = scripted(steps, options)
  return {
    ...world,
    settle: (call) =>
      world.clock.run(
        call(world.client).then(
          (outcome) => ({ outcome, error: null }),
          (error: unknown) => ({ outcome: null, error }),
        ),
      ),
  }
}
