import { readFile } from 'node:fs/promises'
import type { Credentials } from '../conformance/options.ts'
import { type ConformanceArguments, UsageError } from './arguments.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Pair = { readonly appKey?: string | undefined; readonly appToken?: string | undefined }

/**
 * Flags, then the file, then the environment: the first that names anything must name both.
 *
 * @returns undefined where none does
 * @throws UsageError, whose message repeats nothing of what was read
 */
export async function readCredentials(
  { appKey, appToken, credentials: file }: ConformanceArguments,
  environment: Environment,
  warn: (text: string) => void,
): Promise<Credentials | undefined> {
  if (appKey !== undefined || appToken !== undefined) {
    warn(
      'credentials given as flags are visible in the list of processes and in the shell history: use a file or the environment',
    )
    return both({ appKey, appToken }, 'the flags --app-key and --app-token')
  }
  if (file !== undefined) return both(await readPair(file), `the file ${file}`)
  const pair = { appKey: environment.VTEX_APP_KEY, appToken: environment.VTEX_APP_TOKEN }
  return pair.appKey === undefined && pair.appToken === undefined
    ? undefined
    : both(pair, 'VTEX_APP_KEY and VTEX_APP_TOKEN')
}

function both({ appKey, appToken }: Pair, where: string): Credentials {
  if (!appKey || !appToken) throw new UsageError(`${where} must give both the key and the token`)
  return { appKey, appToken }
}

async function readPair(file: string): Promise<Pair> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new UsageError(`the credentials file ${file} cannot be read`)
  }
  // Editors may put a byte order mark in front, which is white space to `trim` and none to JSON.
  const trimmed = text.trim()
  return trimmed.startsWith('{') ? fromJson(trimmed, file) : fromLines(trimmed)
}

function fromJson(text: string, file: string): Pair {
  try {
    const json: unknown = JSON.parse(text)
    const value = (name: string) => {
      const found = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
      return typeof found === 'string' ? found : undefined
    }
    return { appKey: value('appKey'), appToken: value('appToken') }
  } catch {
    throw new UsageError(`the credentials file ${file} is no JSON`)
  }
}

function fromLines(text: string): Pair {
  // Blanks only: a value that is empty is not the next line.
  const value = (name: string) =>
    new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(["']?)(.*?)\\1[ \\t\\r]*$`, 'm').exec(text)?.[2]
  return { appKey: value('VTEX_APP_KEY'), appToken: value('VTEX_APP_TOKEN') }
}
