import type { BeginRequest, BeginResult, Lease } from '@cap/core'
import type { CaptureHandle, JsonValue } from '@cap/core/http'
import type { Answer } from './answers.ts'
import { type Call, refuse, storedAnswer } from './wiring.ts'

/** An operation that an earlier call left open, and that this call has to itself now. */
export interface OpenOperation {
  readonly key: string
  readonly lease: Lease
  /** When the lease was asked for. */
  readonly since: number
  readonly handle: CaptureHandle
  readonly data: JsonValue
}

/** What became of an open operation. */
export interface Concluded {
  readonly answer: Answer
  /** Whether it has ended: money moved, or provably did not. */
  readonly ended: boolean
}

/** One request that moves money, as far as all such are alike. */
export interface Operation {
  readonly key: string
  readonly begin: BeginRequest
  /** Nobody has sent anything under this key. */
  start(lease: Lease, since: number): Promise<Answer>
  /** Money may have moved under this key. */
  resume(open: OpenOperation): Promise<Concluded>
  /** Money may have moved under another key of the group. Null: it is not an operation of this kind. */
  resumeOther(open: OpenOperation, fingerprint: string): Promise<Concluded | null>
  overLimit(): Promise<Answer>
}

/** How often a call looks again after it concluded what stood in its way. */
const mostRounds = 4

/** Takes an operation through the store: once, whatever is asked twice. */
export async function runOperation(call: Call, operation: Operation): Promise<Answer> {
  const { store, clock } = call.wiring
  const { key } = operation
  for (let round = 0; round < mostRounds; round++) {
    const since = clock.now()
    const begun = await store.begin(key, operation.begin)
    switch (begun.state) {
      case 'new':
        return await operation.start(begun.lease, since)
      case 'open':
        return (await operation.resume(openOf(key, begun, since))).answer
      case 'running':
        return refuse(call, 'in-progress')
      case 'conflict':
        return refuse(call, 'request-id-reused')
      case 'done':
        return storedAnswer(begun.record.data) ?? refuse(call, 'internal')
      case 'over_limit':
        return operation.overLimit()
      case 'blocked':
        if (await concludeOther(call, operation, begun)) continue
        return refuse(call, 'another-open')
    }
  }
  return refuse(call, 'another-open')
}

/** @returns whether the way is free */
async function concludeOther(
  call: Call,
  operation: Operation,
  { openKey, openFingerprint }: Extract<BeginResult, { readonly state: 'blocked' }>,
): Promise<boolean> {
  const { store, leaseMs, clock } = call.wiring
  const { group } = operation.begin
  const since = clock.now()
  const begun = await store.begin(openKey, { fingerprint: openFingerprint, leaseMs, group })
  switch (begun.state) {
    case 'new':
      // It went away in between.
      await store.release(openKey, begun.lease)
      return true
    case 'done':
      return true
    case 'open': {
      const open = openOf(openKey, begun, since)
      const concluded = await operation.resumeOther(open, openFingerprint)
      if (concluded !== null) return concluded.ended
      await store.suspend(openKey, open.lease, { money: 'open', data: open.data })
      return false
    }
    case 'running':
    case 'conflict':
    case 'blocked':
    case 'over_limit':
      return false
  }
}

function openOf(key: string, begun: Extract<BeginResult, { readonly state: 'open' }>, since: number): OpenOperation {
  return { key, since, lease: begun.lease, handle: begun.handle, data: begun.record?.data ?? null }
}
