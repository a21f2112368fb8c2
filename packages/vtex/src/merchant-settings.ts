import type { ParsedSettings } from './request-fields.ts'

/**
 * Shorter settings are switches and codes (`true`, `1`, `PIX`). Replacing those by value would tear holes into ids and
 * messages, the settlement's id included; the field they are in is hidden whatever its length.
 */
const shortestSecret = 6

/** The values to be replaced wherever they occur in an output. */
export function settingsSecrets(settings: ParsedSettings): readonly string[] {
  return settings === undefined
    ? []
    : settings.map(({ value }) => value).filter((value) => value.length >= shortestSecret)
}

/** Where a request keeps what must be encrypted at rest. */
export function settingsPaths(settings: ParsedSettings): readonly string[] {
  return settings === undefined ? [] : settings.map((_, index) => `merchantSettings.${index}.value`)
}
