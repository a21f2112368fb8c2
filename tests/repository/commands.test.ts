import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forTestsOnly } from '../../scripts/install.mjs'
import { run, timedOutCode } from '../../scripts/process.mjs'
import { countReport, failuresOf, total } from '../../scripts/reports.mjs'
import { runsOurTools } from '../../scripts/toolchain.mjs'
import { command, filesUnder, readText, root } from '../workspace.ts'

describe('bootstrap', () => {
  test('needs nothing installed: it and all it imports use built-ins only', () => {
    const seen = new Set<string>()
    const visit = (file: string) => {
      if (seen.has(file)) return
      seen.add(file)
      for (const [, specifier = ''] of readText(`scripts/${file}`).matchAll(/^(?:import|\} from) .*?'([^']+)'$/gm)) {
        if (specifier.startsWith('./')) visit(specifier.slice(2))
        else expect(builtinModules, `${file} imports ${specifier}`).toContain(specifier.replace('node:', ''))
      }
    }
    visit('bootstrap.mjs')
    expect(seen.size).toBeGreaterThan(3)
  })

  test.each([
    ['20.20.2', false],
    ['22.12.0', false],
    ['22.18.0', true],
    ['23.11.0', false],
    ['24.10.0', false],
    ['24.11.0', true],
    ['25.1.0', false],
    ['26.0.0', true],
  ])('Node.js %s runs the tools: %s', (version, enough) => {
    expect(runsOurTools(version)).toBe(enough)
  })

  test('does without a folder for the tests only when nothing else needs what is in it', () => {
    expect(forTestsOnly.length).toBeGreaterThan(0)
    const manifests = filesUnder('.').filter((file) => file.endsWith('package.json'))
    for (const folder of forTestsOnly) {
      const { name, devDependencies } = JSON.parse(readText(`${folder}/package.json`))
      const large = Object.keys(devDependencies).filter((one) => /^(bun|deno|workerd)$/.test(one))
      expect(large).toHaveLength(3)
      for (const other of manifests.filter((file) => !file.startsWith(folder))) {
        const { dependencies, devDependencies } = JSON.parse(readText(other))
        const needed = Object.keys({ ...dependencies, ...devDependencies })
        expect(
          needed.filter((one) => [name, ...large].includes(one)),
          other,
        ).toEqual([])
      }
    }
  })

  test('says what it can do when asked for something else', async () => {
    const { code, stderr } = await command(process.execPath, ['scripts/bootstrap.mjs', 'everything'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/usage: .*start\|test\|build/)
  })
})

describe('a command that is run', () => {
  let folder: string
  let parent: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cap-run-'))
    parent = join(folder, 'parent.mjs')
    const library = JSON.stringify(join(root, 'scripts', 'process.mjs'))
    writeFileSync(
      parent,
      `import { endLike, Interrupted, run } from ${library}
       try {
         process.exitCode = (await run(process.execPath, process.argv.slice(2), { cwd: '.' })).code
       } catch (error) {
         if (error instanceof Interrupted) endLike(error.signal)
         else throw error
       }`,
    )
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('gets its arguments as they are, and its exit code comes back', async () => {
    const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1))); process.exitCode = 7'
    const args = ['two words', '$HOME', '*', '"quoted"', '']
    const { code, stdout } = await command(process.execPath, [parent, '-e', script, '--', ...args])
    expect(code).toBe(7)
    expect(JSON.parse(stdout)).toEqual(args)
  })

  test('is ended when it takes too long, and is told apart from one that failed', async () => {
    const endless = ['-e', 'setInterval(() => {}, 1000)']
    const { code } = await run(process.execPath, endless, { cwd: folder, quiet: true, timeout: 300 })
    expect(code).toBe(timedOutCode)
  })

  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'is ended by %s together with the process that runs it',
    async (signal) => {
      const script = 'process.stdout.write(String(process.pid)); setInterval(() => {}, 1000)'
      const child = spawn(process.execPath, [parent, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [pid] = await once(child.stdout, 'data')
      child.kill(signal)
      const [, endedBy] = await once(child, 'close')
      expect(endedBy).toBe(signal)
      expect(await isGone(Number(pid))).toBe(true)
    },
  )
})

describe('the count of tests', () => {
  const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, success: false }

  test('adds up passed, failed and skipped', () => {
    const counted = countReport(JSON.stringify({ ...report, testResults: [] }))
    expect(counted).toEqual({ passed: 3, failed: 1, skipped: 3 })
    expect(total([counted, counted])).toEqual({ passed: 6, failed: 2, skipped: 6 })
  })

  test('counts a test file that does not load as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(countReport(JSON.stringify({ numPassedTests: 3, success: false, testResults })).failed).toBe(1)
  })

  test('counts a run that failed without a failed test as a failure', () => {
    expect(countReport(JSON.stringify({ numPassedTests: 3, success: false, testResults: [] })).failed).toBe(1)
  })

  test('counts half a report as a failure', () => {
    expect(countReport('{"numPassedTests": 3,')).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('names what failed with its reason, and a file that did not load', () => {
    const testResults = [
      {
        name: '/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a holds' },
          { status: 'failed', fullName: 'a breaks', failureMessages: ['expected 1 to be 2\n    at a.test.ts'] },
        ],
      },
      { name: '/b.test.ts', status: 'failed', message: 'cannot find c', assertionResults: [] },
      { name: 'lint', status: 'passed', assertionResults: [{ title: 'lint', status: 'passed' }] },
    ]
    expect(failuresOf(JSON.stringify({ testResults }), 'r.json')).toEqual([
      'a breaks\n    expected 1 to be 2\n        at a.test.ts',
      '/b.test.ts\n    cannot find c',
    ])
    expect(failuresOf('{', 'r.json')).toEqual(['r.json: the runner died while it wrote'])
  })
})

async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await setTimeout(50)
  }
  return false
}
