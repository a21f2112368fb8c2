import type { CaptureEvent } from '@cap/core'
import type { ContractViolation } from '@cap/core/testing'
import { checkAgainstBook, checkPlain, checkSaid, type FaultStep, type SeenExchange } from '@cap/core/testing'
import { createVtexGateway, type SettlementRequest } from '@cap/vtex'
import type { RunCall } from '../api/run.ts'
import type { SettlementOrder } from '../api/vtex.ts'
import type { EmulatedPlace } from '../engine/emulated-place.ts'
import { type FaultPlan, faultPlan } from '../engine/fault-plan.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { callOf, hearAll } from '../matrix/cell-calls.ts'
import type { LiveRun } from '../session/live-run.ts'
import { recordEvent } from '../session/make-call.ts'
import { newRun } from '../session/new-run.ts'
import { harmFor, providerNamed, readyCapture } from '../session/order.ts'
import { fieldError } from '../session/session-error.ts'
import { bridgeCurrency, bridgeSecrets, startConnector, storePair } from './embedded-connector.ts'

/**
 * VTEX asks the embedded connector to settle, the connector captures at the provider behind it, and both are seen.
 *
 * @throws SessionError for an order that makes no sense
 */
export async function bridgedSettlement(
  { bridge, amount, hop, fault }: SettlementOrder,
  providers: readonly Provider[],
  environment: Environment,
  onChange: (live: LiveRun) => void,
): Promise<LiveRun> {
  const vtex = providerNamed(providers, 'vtex')
  const behind = providerNamed(providers, bridge)
  const currency = bridgeCurrency(bridge)
  const order = { provider: 'vtex', target: 'emulator' as const, values: { amount, currency } }
  const ready = await readyCapture(vtex, order, environment)
  const struck = hop === 'vtex' ? vtex : behind
  const harm = fault === undefined ? undefined : harmFor(struck, fault)
  if (harm?.step.fault.wire.kind === 'unreachable') {
    throw fieldError('fault', 'must be one that reaches the other side: here a connector listens')
  }
  const probe = struck.stage()
  let plan: FaultPlan = () => null
  const isCapture = (seen: SeenExchange) => probe.isCapture(seen)
  if (harm !== undefined) plan = faultPlan(harm, { ...struck, isCapture })
  const strike = (exchange: SeenExchange | null): FaultStep | null => plan(exchange)
  const connector = await startConnector({
    bridge,
    ...(hop === 'vtex' ? { front: strike } : { behind: strike }),
    onEvent: (event) => inside(event),
  })
  const request = ready.operation.request as SettlementRequest
  connector.authorize(request.paymentId, request.amount)
  const run = newRun({ ...ready, harm }, order, connector.url, null)
  run.bridge = bridge
  const inner = new Map<string, RunCall>()
  const client = createVtexGateway({
    baseUrl: connector.url,
    ...storePair,
    deadlineMs: 15_000,
    attemptTimeoutMs: 5_000,
    onEvent: (event) => {
      recordEvent(live, event)
      onChange(live)
    },
  })
  const inside = (event: CaptureEvent) => {
    place.said(event)
    const call = inner.get(event.call) ?? callOf(bridge, event)
    if (!inner.has(event.call)) run.calls.push(call)
    inner.set(event.call, call)
    hearAll(call, event)
    onChange(live)
  }
  const heard: unknown[] = []
  let violation: string | null = null
  const place: EmulatedPlace = {
    url: connector.url,
    reachable: true,
    endFault() {
      plan = () => null
    },
    said: (something) => void heard.push(something),
    judge(_, end) {
      heard.push(end.outcome ?? end.error)
      try {
        if (end.outcome !== null) checkPlain(end.outcome)
        checkAgainstBook(end, connector.book(), end.outcome === null ? 0 : connector.book().length)
        checkSaid(heard, bridgeSecrets)
      } catch (error) {
        violation ??= (error as ContractViolation).message
      }
    },
    get moved() {
      return connector.book()
    },
    get violation() {
      return violation
    },
    close: () => connector.close(),
  }
  const live: LiveRun = {
    provider: vtex,
    run,
    operation: run.id,
    actor: {
      client,
      describe: () => client.describe(request),
      capture: (options) => client.capture(request, options),
      resolve: (handle, { replay = false } = {}) => client.resolve(handle, replay ? { request, replay: 'allow' } : {}),
    },
    emulated: { stage: probe, place },
    secrets: bridgeSecrets,
    handle: null,
    busy: false,
  }
  return live
}
