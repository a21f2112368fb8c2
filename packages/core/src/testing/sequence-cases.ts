import { type ContractOptions, type ContractReport, createWorld, report } from './contract-world.ts'
import type { Emulator } from './emulator.ts'
import type { FaultStep } from './faults.ts'
import { check, type Ending } from './invariants.ts'
import type { OperationSubject, ProviderAnswer } from './subject.ts'

/** An optional lost answer, and after it a refusal or decline of the provider. */
export async function sequenceCase<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions,
  first: FaultStep | null,
  refusalName: string,
): Promise<ContractReport> {
  const world = await createWorld(subject, options)
  try {
    const refusal = subject.refusals(world.request).find((candidate) => candidate.name === refusalName)
    check(refusal !== undefined, `no refusal is called ${refusalName}`)
    const then = answerStep(refusal)
    let captures = 0
    world.plan = (exchange) => {
      if (exchange === null || !subject.isCapture(exchange)) return null
      captures++
      return captures === 1 && first !== null ? first : then
    }
    const started = performance.now()
    const end = await world.call()
    const ms = performance.now() - started
    world.check(end)
    let resolved: Ending | null = null
    if (end.outcome?.status === 'unknown' || end.outcome?.status === 'pending') {
      resolved = await world.recover(end.outcome.handle)
      world.check(resolved, world.moved())
    }
    return report(end, ms, world.moved(), resolved)
  } finally {
    await world.close()
  }
}

/** A provider's answer as a step: the request never reaches the emulator. */
export function answerStep(answer: ProviderAnswer): FaultStep {
  const { name, status, body } = answer
  const headers = { 'content-type': 'application/json', ...answer.headers }
  const wire = { kind: 'answer', status, headers, body } as const
  return { fault: { name, title: name, wire, reaches: 'may', passing: false }, moved: false }
}
