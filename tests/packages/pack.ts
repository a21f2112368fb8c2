import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { command, packages } from '../workspace.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The tarball of each package, as it would be published. */
    tarballs: Record<string, string>
  }
}

/** Packs every package once, as a release does, for all checks that look at what users get. */
export async function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'cap-tarballs-'))
  const tarballs: Record<string, string> = {}
  for (const { manifest, path } of packages) {
    const destination = join(folder, manifest.name.replace('@cap/', ''))
    const args = ['pack', '--pack-destination', destination]
    const { code, stdout, stderr } = await command('pnpm', args, { cwd: path })
    if (code !== 0) throw new Error(`${manifest.name} was not packed:\n${stdout}${stderr}`)
    const [tarball = ''] = readdirSync(destination)
    tarballs[manifest.name] = join(destination, tarball)
  }
  provide('tarballs', tarballs)
  return () => rmSync(folder, { recursive: true, force: true })
}
