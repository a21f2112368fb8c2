import { spawn } from 'node:child_process'
import { join } from 'node:path'
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
