/**
 * What differs between a package in this workspace and the same package in its tarball.
 *
 * `@cap/source` sends tools inside the workspace to the TypeScript sources; a tarball has none. The repository field is
 * taken from the workflow that publishes, so that a provenance statement and the manifest cannot disagree.
 */
function beforePacking(manifest) {
  for (const target of Object.values(manifest.exports ?? {})) {
    if (typeof target === 'object' && target !== null) delete target['@cap/source']
  }
  delete manifest.scripts
  delete manifest.devDependencies

  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  if (server && repository) {
    const folder = manifest.name.replace('@cap/', '')
    manifest.repository = {
      type: 'git',
      url: `git+${server}/${repository}.git`,
      directory: `packages/${folder}`,
    }
  }
  return manifest
}

export const hooks = { beforePacking }
