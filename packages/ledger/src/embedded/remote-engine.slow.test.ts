import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../__fixtures__/world.ts'

const script = join(import.meta.dirname, '../__fixtures__/close-process.ts')

it('keeps the process until it is closed, though other answers come after the one to close', async () => {
  const place = temporaryFolder()
  try {
    const child = spawn(
      process.execPath,
      ['--conditions=@cap/source', '--no-warnings', script, `${place.folder}/data`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, said]).toEqual([0, 'closed'])
  } finally {
    place.remove()
  }
})

it('opens in a program that is given as text, as the README has it', async () => {
  const place = temporaryFolder()
  try {
    const root = join(import.meta.dirname, '..', '..')
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const program = /`node --input-type=module -e "(import \{ openLedger .*?)"`/.exec(readme)?.[1]
    const args = ['--conditions=@cap/source', '--no-warnings', '--input-type=module', '-e', program ?? '']
    const text = args.with(-1, String(program).replaceAll('./try', `${place.folder}/try`))
    const { stdout } = await promisify(execFile)(process.execPath, text, { cwd: root })
    expect(stdout).toMatch(/^open: [\d.]+m?s\n[\d.]+ MB\n$/)
  } finally {
    place.remove()
  }
})
