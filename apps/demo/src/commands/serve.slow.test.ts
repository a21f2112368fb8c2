import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'

const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** `npm start` as a process, over the page that was built for this run. */
function start(args: readonly string[]) {
  const main = fileURLToPath(new URL('../__fixtures__/served-demo.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@cap/source', main, inject('page'), ...args], {
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let output = ''
  const hear = (chunk: Buffer) => {
    output += String(chunk)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    child,
    output: () => output,
    async until(text: RegExp): Promise<RegExpExecArray> {
      const deadline = Date.now() + 60_000
      while (Date.now() < deadline) {
        const found = text.exec(output)
        if (found !== null) return found
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      throw new Error(`${text} never came:\n${output}`)
    },
  }
}

describe('npm start', () => {
  it('prints the address, shows the tour, and stays until Ctrl-C', async () => {
    const history = join(mkdtempSync(join(tmpdir(), 'cap-serve-')), 'history')
    const { child, output, until } = start([
      '--only',
      'vtex',
      '--fault',
      'captive-portal',
      '--port',
      '0',
      '--history',
      history,
    ])
    const [, url = ''] = await until(/The harness is at (http:\/\/127\.0\.0\.1:\d+)/)
    expect(await (await fetch(url)).text()).toContain('<div id="root">')
    await until(/EVERY INVARIANT HELD/)
    await until(/stays at http:\S+ until Ctrl-C/)
    expect((await fetch(`${url}/api/status`)).status).toBe(200)

    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(output()).not.toContain('error')
    await expect(fetch(url)).rejects.toThrow()
  })

  it('ends within the tour too', async () => {
    const { child, until } = start(['--port', '0', '--history', 'memory'])
    await until(/The harness is at/)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(130)
  })

  it('says what is wrong with a port that is taken, and with a page that was not built', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const options = ['serve', '--no-tour', '--history', 'memory']
    const taken = await cli([...options, '--port', String(port)], { page: inject('page') })
    expect(taken.stderr).toContain(`--port: ${port} is taken`)
    expect(taken.code).toBe(2)
    other.close()
    const unbuilt = await cli(options, { page: temporaryFile('no-page', '') })
    expect(unbuilt.stderr).toContain('the page was not built')
    expect(unbuilt.code).toBe(2)
  })
})
