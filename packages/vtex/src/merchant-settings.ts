import type { CaptureEvent, JsonValue } from '@cap/core/http'
import type { ParsedSettlement } from './capture-schema.ts'

const hidden = '[hidden]'

/**
 * Shorter settings are switches and codes (`true`, `1`, `PIX`). Replacing those by value would tear holes into ids and
 * messages, the settlement's id included; the field they are in is hidden whatever its length.
 */
const shortestSecret = 6

type Settings = ParsedSettlement['merchantSettings']

/** The values to be replaced wherever they occur in an output. */
export function settingsSecrets(settings: Settings): readonly string[] {
  return settings === undefined
    ? []
    : settings.map(({ value }) => value).filter((value) => value.length >= shortestSecret)
}

/** Where a request keeps what must be encrypted at rest. */
export function settingsPaths(settings: Settings): readonly string[] {
  return settings === undefined ? [] : settings.map((_, index) => `merchantSettings.${index}.value`)
}

/**
 * Wraps a listener so that it is not told any merchant setting.
 *
 * A setting's value lies in a field called `value`, as the amount does, so a list of visible fields cannot tell them apart;
 * and some providers answer with the whole request.
 */
export function hidingMerchantSettings(onEvent: (event: CaptureEvent) => void): (event: CaptureEvent) => void {
  return (event) => {
    if (event.type === 'attempt_started') return onEvent({ ...event, body: hide(event.body) })
    if (event.type === 'attempt_finished' && event.reply !== null) {
      return onEvent({ ...event, reply: { ...event.reply, body: hide(event.reply.body) } })
    }
    return onEvent(event)
  }
}

function hide(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: JsonValue) => hide(item))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, /^merchantsettings$/i.test(name) ? hidden : hide(item)]),
  )
}
