import type { FilledIn } from '../api/capture.ts'
import type { Values } from '../engine/field.ts'
import type { Provider } from '../engine/provider.ts'

/** Values without credentials, and which fields those were in. */
export interface KeptValues {
  readonly values: FilledIn
  readonly secretFields: readonly string[]
}

/**
 * What was filled in together with what was made up for it, so that the same capture can be made again: read back from the
 * package's own request. Leaves out every credential.
 *
 * @param secretPaths dot paths of the request's secret fields
 */
export function keptValues(
  provider: Provider,
  filledIn: Values,
  request: unknown,
  secretPaths: readonly string[],
): KeptValues {
  const values: Record<string, string | true> = {}
  for (const [path, field] of Object.entries(provider.fieldOf)) {
    const value = at(request, path)
    if (typeof value === 'string' || value === true) values[field] = value
  }
  for (const [name, value] of Object.entries(filledIn)) if (value !== undefined) values[name] = value
  const secretFields: string[] = []
  for (const { name, secret } of provider.fields) {
    if (secret !== true) continue
    if (filledIn[name] !== undefined) secretFields.push(name)
    delete values[name]
  }
  const { request: json } = values
  if (typeof json === 'string') {
    const without = withoutSecrets(json, secretPaths)
    values.request = without.json
    if (without.removed) secretFields.push('request')
  }
  return { values, secretFields }
}

function withoutSecrets(json: string, paths: readonly string[]): { json: string; removed: boolean } {
  const request: unknown = JSON.parse(json)
  let removed = false
  for (const path of paths) {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    const parent = at(request, steps.join('.'))
    if (typeof parent !== 'object' || parent === null || !(last in parent)) continue
    Reflect.set(parent, last, '')
    removed = true
  }
  return { json: removed ? JSON.stringify(request) : json, removed }
}

function at(value: unknown, path: string): unknown {
  if (path === '') return value
  return path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
      value,
    )
}
