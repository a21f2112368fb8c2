import { expect, test } from 'vitest'
import { filesUnder, packages, readText } from '../workspace.ts'

const files = filesUnder('.').filter((file) => !/\.(png|ico|woff2?)$/.test(file))

test('the lock file names packages and hashes, not the addresses they came from', () => {
  const lockfile = readText('pnpm-lock.yaml')
  expect(lockfile).toContain('integrity: sha512-')
  expect(lockfile).not.toMatch(/https?:|tarball:|registry/)
})

test('no file names the folders of the machine it was written on', () => {
  const absolute = /(?:^|[\s"'`(=:])\/(?:home|root|work|opt|mnt|Users)\/[\w.-]+/m
  const outside = /(?:\.\.\/)+shared\b/
  const named = files.filter((file) => absolute.test(readText(file)) || outside.test(readText(file)))
  // The rule itself has to spell what it forbids.
  expect(named.filter((file) => file !== 'tests/repository/text.test.ts')).toEqual([])
})

test('no configuration chooses a registry for those who use it', () => {
  const settings = files.filter((file) =>
    /(^|\/)(\.npmrc|\.yarnrc.*|pnpm-workspace\.yaml|package\.json|.*\.mjs|.*\.ya?ml)$/.test(file),
  )
  expect(settings).toContain('pnpm-workspace.yaml')
  for (const file of settings) expect(readText(file), file).not.toMatch(/registry\s*[=:]\s*\S|registry\.npmjs/)
})

test('no secret of a payment provider is in the repository', () => {
  const secret =
    /APP_USR-\d{14,}-\d{6}-[0-9a-f]{32}|-----BEGIN [A-Z ]*PRIVATE KEY-----|npm_[A-Za-z0-9]{36}|gh[pousr]_[A-Za-z0-9]{36}/
  expect(files.filter((file) => secret.test(readText(file)))).toEqual([])
})

test('a folder of payloads says where each comes from', () => {
  const folders = new Set(
    packages.flatMap(({ folder }) =>
      filesUnder(`packages/${folder}/src`)
        .map((file) => /^(.*\/__fixtures__)\/.*\.json$/.exec(file)?.[1])
        .filter((found) => found !== undefined),
    ),
  )
  for (const folder of folders) expect(files, folder).toContain(`${folder}/README.md`)
})
