import { CaptureError, isoTime } from '@cap/core/http'
import type { Check, Need } from './check.ts'
import { allChecks } from './checks.ts'
import { Gateway } from './gateway.ts'
import { discover, type Methods } from './methods.ts'
import type { ConformanceOptions } from './options.ts'
import { Play } from './play.ts'
import type { CheckResult, CheckStatus, ConformanceReport, Step } from './report.ts'
import { type RunSettings, readSettings } from './settings.ts'
import { Blocked, Failed, Skipped } from './verdicts.ts'

/**
 * Plays VTEX's gateway against a connector: the seven flows of VTEX's test suite, and what that suite does not try.
 *
 * **Only ever against a test environment**: payments of 100.00 are authorized, captured, cancelled and refunded. No
 * settlement is sent again but where a check says so.
 *
 * @returns what each check found; a connector that fails is a result, not a throw
 * @throws CaptureError `invalid_request` for options that make no sense
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const settings = readSettings(options)
  const { clock } = settings
  const started = clock.now()
  const gateway = new Gateway(settings)
  const discovery: Step[] = []
  const chosen = chooseChecks(options.only)
  const methods = await discover(gateway, (step) => discovery.push(step))
  const checks: CheckResult[] = []
  for (const check of [...chosen.filter(({ audit }) => !audit), ...chosen.filter(({ audit }) => audit)]) {
    const result = await runCheck(check, new Play(gateway, methods), discovery)
    checks.push(result)
    tell(options, result)
  }
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length
  const counts = {
    passed: count('passed'),
    failed: count('failed'),
    blocked: count('blocked'),
    skipped: count('skipped'),
  }
  return {
    target: settings.baseUrl,
    startedAt: isoTime(started),
    ms: Math.max(0, clock.now() - started),
    ok: counts.failed === 0 && counts.blocked === 0 && counts.passed > 0,
    counts,
    available: allChecks.length,
    checks,
  }
}

function chooseChecks(only: readonly string[] | undefined): readonly Check[] {
  if (only === undefined) return allChecks
  const named = only.map((asked) => {
    const found = allChecks.filter(({ id }) => id === asked || id.startsWith(`${asked.replace(/\.\*?$/, '')}.`))
    if (found.length > 0) return found
    const message = `only names no check: ${JSON.stringify(asked.slice(0, 80))}`
    throw new CaptureError({ code: 'invalid_request', provider: 'vtex', field: 'only', message })
  })
  return allChecks.filter((check) => named.some((found) => found.includes(check)))
}

/** A callback never changes a result. */
function tell({ onCheck }: ConformanceOptions, result: CheckResult): void {
  try {
    onCheck?.(result)
  } catch {
    // It is the caller's own.
  }
}

async function runCheck(check: Check, play: Play, discovery: readonly Step[]): Promise<CheckResult> {
  const { clock } = play.gateway.settings
  const start = clock.now()
  const done = (status: CheckStatus, reason: string | null, steps: readonly Step[]): CheckResult => ({
    id: check.id,
    title: check.title,
    rule: check.rule,
    status,
    reason,
    change: status === 'failed' ? check.change : null,
    steps: check.id.startsWith('manifest.') ? [...discovery, ...steps] : steps,
    ms: Math.max(0, clock.now() - start),
  })
  // Whoever does not answer at all would keep each check waiting until its end.
  const { manifest } = play.methods
  if (manifest.failure !== null && check.id !== 'manifest.public') {
    return done('blocked', `nobody answers at ${play.gateway.settings.baseUrl}: ${manifest.failure}`, [])
  }
  for (const need of check.needs ?? []) {
    const reason = unmet(need, play.gateway.settings, play.methods)
    if (reason !== null) return done('skipped', reason, [])
  }
  try {
    await check.run(play)
    return done('passed', null, check.audit ? [] : play.steps)
  } catch (error) {
    if (error instanceof Failed) return done('failed', error.message, error.evidence ?? play.steps)
    if (error instanceof Blocked) return done('blocked', error.message, play.steps)
    if (error instanceof Skipped) return done('skipped', error.message, play.steps)
    return done('blocked', `the check itself broke: ${error instanceof Error ? error.message : 'it threw'}`, play.steps)
  }
}

function unmet(need: Need, settings: RunSettings, methods: Methods): string | null {
  if (typeof need === 'object') {
    const { flow } = need
    return settings.flows === null || settings.flows.has(flow) ? null : `the flow "${flow}" was not asked for`
  }
  switch (need) {
    case 'create':
      return settings.payments === null ? null : 'payments were given to the run, so that Create Payment is not played'
    case 'inbound':
      return settings.inbound === null ? 'no action of inbound requests was named' : null
    case 'card':
      return methods.card === null ? 'the manifest lists no card: name one, if there is one' : null
    case 'bank-invoice':
      return methods.bankInvoice === null ? 'the manifest lists no bank invoice' : null
    case 'redirect':
      return methods.redirect === null ? 'no manifest says which method redirects: name one, if there is one' : null
    case 'credentials':
      return settings.credentials === null ? 'no credentials were given to the run, so none can be refused' : null
    case 'split':
      if (settings.without.has(need)) return leftOut(need)
      return methods.split === 'onCapture'
        ? null
        : `the manifest says allowsSplit ${JSON.stringify(methods.split)} for ${methods.card}: settlements have no recipients`
    case 'callbacks':
      if (settings.without.has(need)) return leftOut(need)
      return settings.callbacks === null ? 'there is no address the connector could call back at' : null
    case 'configuration':
    case 'partial-capture':
    case 'cancellation':
    case 'refund':
    case 'provider-headers':
    case 'vtex-headers':
      return settings.without.has(need) ? leftOut(need) : null
  }
}

function leftOut(feature: string): string {
  return `the run was told that the connector has no ${feature}`
}
