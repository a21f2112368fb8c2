const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

export interface FindOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  exists(file: string): boolean
  /** @returns whether it was installed */
  install(): boolean
}

/**
 * The browser the page is tested in.
 *
 * @returns empty when `CAP_CHROMIUM=none` says that there is none: the tests are then skipped, and counted as skipped
 * @throws when there is none and nobody said so
 */
export function findChromium({ env, exists, install }: FindOptions): string {
  const named = env.CAP_CHROMIUM ?? ''
  if (named === 'none') {
    console.warn('CAP_CHROMIUM=none: THE TESTS OF THE PAGE ARE SKIPPED')
    return ''
  }
  if (named !== '') {
    if (exists(named)) return named
    throw new Error(`CAP_CHROMIUM names ${named}, which is not there`)
  }
  const find = () => places.find(exists)
  const found = find() ?? (install() ? find() : undefined)
  if (found !== undefined) return found
  throw new Error(
    'the tests of the page need Chromium or Chrome: `apt-get install chromium`, name one by CAP_CHROMIUM=<path>, or ' +
      'leave them out, visibly, by CAP_CHROMIUM=none',
  )
}
