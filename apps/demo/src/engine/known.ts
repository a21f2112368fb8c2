import { UsageError } from './usage-error.ts'

/** @throws UsageError for a name that is not on the list, with those that are like it */
export function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = names.filter((candidate) => candidate.includes(name) || name.includes(candidate)).slice(0, 5)
  const list = what === 'provider' ? names : near
  const hint = list.length > 0 ? `: try ${[...new Set(list)].join(', ')}` : `: \`npm start -- ${what}s\` lists them`
  throw new UsageError(`no ${what} is called ${JSON.stringify(name)}${hint}`)
}
