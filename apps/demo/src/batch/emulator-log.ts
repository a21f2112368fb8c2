import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import type { Emulator } from '@cap/core/testing'

/** What reached the emulator: enough to reach it again. */
interface Arrived {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Gives an emulator a memory that outlives the process. A provider does not forget what it captured when its customer's
 * process is killed, so an emulator must not either, or every resumed batch would find that nothing had happened.
 *
 * Every request is written down before the emulator acts on it, one after the other, and all of them are given to it again
 * when it is opened: the same requests in the same order make the same state. Encrypted, because they hold payer tokens.
 *
 * @param path of the file; made with mode 0600
 * @param key 32 bytes
 */
export async function remembering(
  emulator: Emulator,
  path: string,
  key: Uint8Array,
): Promise<Pick<Emulator, 'fetch'> & { close(): void }> {
  for (const arrived of readLog(path, key)) await emulator.fetch(toRequest(arrived))
  const file = openSync(path, 'a', 0o600)
  let last: Promise<unknown> = Promise.resolve()
  return {
    fetch(request) {
      const answer = last.then(async () => {
        const arrived = await arrivedOf(request)
        appendFileSync(file, `${seal(JSON.stringify(arrived), key)}\n`)
        return emulator.fetch(toRequest(arrived))
      })
      last = answer.catch(() => {})
      return answer
    },
    close: () => closeSync(file),
  }
}

function* readLog(path: string, key: Uint8Array): Generator<Arrived> {
  if (!existsSync(path)) return
  const lines = readFileSync(path, 'utf8').split('\n')
  // The process can have been killed in the middle of the last line: that request never reached the emulator.
  const whole = lines.slice(0, -1)
  for (const line of whole) {
    const text = unseal(line, key)
    if (text === null) throw new Error(`${path} was written with another key: delete it, and the ledger beside it`)
    yield JSON.parse(text) as Arrived
  }
}

async function arrivedOf(request: Request): Promise<Arrived> {
  const { pathname, search } = new URL(request.url)
  return {
    method: request.method,
    path: `${pathname}${search}`,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  }
}

function toRequest({ method, path, headers, body }: Arrived): Request {
  return new Request(`http://emulator.invalid${path}`, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  })
}

function seal(text: string, key: Uint8Array): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

function unseal(line: string, key: Uint8Array): string | null {
  try {
    const all = Buffer.from(line, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, 12))
    decipher.setAuthTag(all.subarray(12, 28))
    return `${decipher.update(all.subarray(28), undefined, 'utf8')}${decipher.final('utf8')}`
  } catch {
    return null
  }
}
