import { basename } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { command, packages, tool } from '../workspace.ts'

const tarballs = inject('tarballs')

describe.each(packages.map(({ manifest }) => [manifest.name, tarballs[manifest.name] ?? ''] as const))(
  '%s',
  (name, tarball) => {
    test('is valid: publint finds nothing', async () => {
      const { code, stdout, stderr } = await tool('publint/src/cli.js', ['run', tarball, '--strict'])
      expect(code, stdout + stderr).toBe(0)
    })

    test('has types that fit its modules: attw finds nothing', async () => {
      const args = [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color']
      const { code, stdout, stderr } = await tool('@arethetypeswrong/cli/dist/index.js', args)
      expect(code, stdout + stderr).toBe(0)
    })

    test('holds its build, its README and its licence', async () => {
      const files = await list(tarball)
      expect(files).toEqual(
        expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
      )
      expect(files.filter((file) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(file))).toEqual(
        [],
      )
      expect(files.filter((file) => /\.test\.|\.test-d\.|__fixtures__/.test(file))).toEqual([])
    })

    test('says nothing of the workspace it comes from', async () => {
      const text = await contents(tarball)
      for (const inside of ['@cap/source', 'workspace:', 'catalog:', 'sourceMappingURL', '/src/']) {
        expect(text.includes(inside), inside).toBe(false)
      }
      expect(text).not.toMatch(/from ['"]\.{1,2}\/[^'"]*\.ts['"]/)
    })

    test('has a manifest for users only', async () => {
      const manifest = JSON.parse(await extract(tarball, 'package.json'))
      expect(manifest.name).toBe(name)
      expect(basename(tarball)).toContain(manifest.version)
      expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']))
      expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['devDependencies']))
      expect(Object.values(manifest.dependencies)).toEqual(
        Object.values(manifest.dependencies).map(() => expect.stringMatching(/^[\^~]\d+\.\d+\.\d+$/)),
      )
    })
  },
)

test('ky is loaded on first use: no module of core imports it at the top', async () => {
  const tarball = tarballs['@cap/core'] ?? ''
  const modules = (await list(tarball)).filter((file) => file.endsWith('.js'))
  const texts = await Promise.all(modules.map((file) => extract(tarball, file)))
  expect(texts.filter((text) => /^(?:import|export)\b[^;]*from ["']ky["']|^import ["']ky["']/m.test(text))).toEqual([])
  expect(texts.filter((text) => /import\(["']ky["']\)/.test(text))).toHaveLength(1)
})

async function list(tarball: string): Promise<string[]> {
  const { stdout } = await command('tar', ['-tzf', tarball])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace('package/', ''))
}

async function extract(tarball: string, file: string): Promise<string> {
  const { stdout } = await command('tar', ['-xzOf', tarball, `package/${file}`])
  return stdout
}

async function contents(tarball: string): Promise<string> {
  const { stdout } = await command('tar', ['-xzOf', tarball])
  return stdout
}
