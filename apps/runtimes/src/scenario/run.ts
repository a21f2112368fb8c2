import { playCaptures, playCatalogue, playHangUps } from './captures.ts'
import { gatherFacts } from './facts.ts'
import type { Report } from './protocol.ts'
import { stageAt } from './stage-client.ts'

/**
 * Everything, in whatever runtime this is loaded by.
 *
 * @param url where the stage is
 * @param core the file that `@cap/core` was found in
 */
export async function runScenarios(url: string, core: string): Promise<Report> {
  const stage = stageAt(url)
  // First, and by themselves: how they end must not depend on what else the machine is doing.
  const captures = await playCaptures(stage)
  const [facts, catalogue, hangUps] = await Promise.all([
    gatherFacts(stage),
    playCatalogue(stage),
    playHangUps(stage, 20),
  ])
  return { runtime: navigator.userAgent, core, captures, catalogue, hangUps, facts }
}
