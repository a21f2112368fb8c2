import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentials } from '../conformance/__fixtures__/broken-connector.ts'
import type { Defect } from '../conformance/__fixtures__/defects.ts'
import { serve, serveFetch } from '../conformance/__fixtures__/serve.ts'
import { testCards } from '../conformance/bodies.ts'
import { allChecks } from '../conformance/checks.ts'
import { runCli } from './cli.ts'
import { dropAfterSending } from './drop.ts'

const pairHeaders = {
  'x-provider-api-appkey': credentials.appKey,
  'x-provider-api-apptoken': credentials.appToken,
}
const environment = { VTEX_APP_KEY: credentials.appKey, VTEX_APP_TOKEN: credentials.appToken }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cap-conformance-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function run(args: readonly string[], env: Readonly<Record<string, string>> = environment) {
  let [stdout, stderr] = ['', '']
  const code = await runCli({
    args,
    environment: env,
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
  })
  return { code, stdout, stderr }
}

async function against(broken: readonly Defect[], ...args: readonly string[]) {
  // A capture takes its time: a connection can be lost in it.
  const { url, close } = await serve(broken, args.includes('settle.dropped-answer') ? 20 : 0)
  try {
    return await run([
      'conformance',
      url,
      '--redirect',
      'PayPal',
      '--inbound-action',
      'hook',
      '--callback-wait',
      '2',
      ...args,
    ])
  } finally {
    await close()
  }
}

describe('against a connector on a socket', () => {
  it('passes a correct one, every check of it, and exits with 0', async () => {
    const { code, stdout, stderr } = await against([])
    expect(stdout).toContain(`conforms: ${allChecks.length} checks, ${allChecks.length} passed, 0 failed`)
    expect([code, stderr]).toEqual([0, ''])
  })

  it('says of a failed check the rule, what was sent, what came and what to change, and exits with 1', async () => {
    const { code, stdout } = await against(['captures-after-cancel'], '--only', 'state')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^FAILED {3}state\.capture-after-cancel {2,}a cancelled payment is not settled$/m)
    expect(stdout).toMatch(/^ {2}rule {4}a cancelled payment must not be captured/m)
    expect(stdout).toMatch(/^ {2}found {3}a cancelled payment was settled: it was answered 200 with settleId/m)
    expect(stdout).toMatch(/^ {2}change {2}store the cancellation with the payment/m)
    expect(stdout).toMatch(/^ {2}3\. POST http:\S+\/settlements$/m)
    expect(stdout).toMatch(/^ {5}sent {2}\{"transactionId":/m)
    expect(stdout).toMatch(/^ {5}came {2}200 after \d+ ms {2}\{"paymentId":/m)
  })

  it('plays payments authorized elsewhere, and says of what it left out why', async () => {
    const { url, close } = await serve([], 0)
    try {
      const payments = []
      for (const paymentId of ['P-1', 'P-2']) {
        const body = {
          paymentId,
          paymentMethod: 'Visa',
          value: 100,
          card: { number: testCards.approved },
          currency: 'BRL',
        }
        const headers = { 'content-type': 'application/json', ...pairHeaders }
        const created = await fetch(`${url}/payments`, { method: 'POST', headers, body: JSON.stringify(body) })
        const { authorizationId } = (await created.json()) as { readonly authorizationId: string }
        payments.push({ paymentId, value: '100.00', authorizationId })
      }
      const file = join(folder, 'payments.json')
      await writeFile(file, JSON.stringify(payments))
      const only = ['--only', 'settle.zero,settle.negative,create.repeated']
      const { code, stdout } = await run(['conformance', url, '--payments', file, ...only])
      expect(stdout).toMatch(/skipped {2}create\.repeated .*\n.*payments were given to the run/)
      expect(stdout).toContain('2 passed, 0 failed')
      expect(code).toBe(0)
    } finally {
      await close()
    }
  })

  it('says what is wrong with a file of payments, and repeats nothing of it', async () => {
    const file = join(folder, 'wrong.json')
    const conformance = (path: string) => run(['conformance', 'http://127.0.0.1:1', '--payments', path])
    await writeFile(file, '{"paymentId": "secret"')
    expect(await conformance(file)).toMatchObject({
      code: 2,
      stderr: `error: the payments file ${file} is no JSON list\n`,
    })
    expect((await conformance(join(folder, 'none.json'))).stderr).toContain('cannot be read')
    await writeFile(file, '[{"paymentId": "P", "value": "1"}]')
    expect((await conformance(file)).stderr).toContain('payments.0.value must be an amount')
    expect((await run(['conformance', 'http://127.0.0.1:1', '--inbound-body', 'x'])).stderr).toContain(
      '--inbound-action',
    )
  })

  it.each(['forgets-what-was-dropped', 'stuck-after-a-drop'] as const)(
    'drops connections for real: %s',
    async (defect) => {
      const { code, stdout } = await against([defect], '--only', 'settle.dropped-answer')
      expect(stdout).toMatch(/^FAILED {3}settle\.dropped-answer/m)
      expect(stdout).toContain('DROPPED_ON_PURPOSE')
      expect(code).toBe(1)
    },
  )

  it('says so where no connection can be opened to be dropped', async () => {
    const { url, close } = await serve([])
    await close()
    const exchange = { method: 'POST', url, headers: {}, body: '{}', maxReplyBytes: 1 } as const
    await expect(dropAfterSending(exchange, 0)).rejects.toMatchObject({ sent: 'no', code: 'ECONNREFUSED' })
  })

  it('writes the report as JSON and as JUnit, without secrets', async () => {
    const junit = join(folder, 'report.xml')
    const defects: Defect[] = ['copies-the-request-into-failures', 'echoes-the-token', 'cancels-without-an-id']
    const { code, stdout } = await against(defects, '--json', '--junit', junit)
    const report = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report.counts).toMatchObject({ failed: 4, blocked: 1 })
    const leak = report.checks.find(({ id }: { id: string }) => id === 'leak.settings')
    expect(leak.steps[0].came.body).toContain('[setting]')
    const xml = await readFile(junit, 'utf8')
    expect(xml).toContain(`tests="${allChecks.length}" failures="4" errors="1" skipped="0"`)
    expect(xml).toContain('<error type="blocked"')
    for (const text of [stdout, xml]) {
      for (const secret of [...Object.values(credentials), 'conformance-setting-']) expect(text).not.toContain(secret)
    }
  })

  it('skips what the options leave out, and says why', async () => {
    const { code, stdout } = await against(
      [],
      '--without',
      'refund,partial-capture,cancellation',
      '--flows',
      'approved',
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^skipped {2}refund\.replay.*\n +the run was told that the connector has no refund$/m)
    expect(stdout).toMatch(/^skipped {2}flow\.denied.*\n +the flow "denied" was not asked for$/m)
  })
})

describe('credentials', () => {
  const only = ['--only', 'auth.provider-headers']

  it.each([
    ['JSON', JSON.stringify(credentials)],
    ['JSON behind a byte order mark', `\uFEFF${JSON.stringify(credentials)}\r\n`],
    ['lines of Windows', `VTEX_APP_KEY = '${credentials.appKey}'\r\nVTEX_APP_TOKEN=${credentials.appToken} \r\n`],
    ['lines', `# staging\nexport VTEX_APP_KEY="${credentials.appKey}"\nVTEX_APP_TOKEN=${credentials.appToken}\n`],
  ])('come from a file of %s', async (name, text) => {
    const file = join(folder, name)
    await writeFile(file, text)
    const { url, close } = await serve([])
    const { code, stderr } = await run(['conformance', url, ...only, '--credentials', file], {})
    await close()
    expect([code, stderr]).toEqual([0, ''])
  })

  it('come from flags, with a warning', async () => {
    const { url, close } = await serve([])
    const flags = ['--app-key', credentials.appKey, '--app-token', credentials.appToken]
    const { code, stderr } = await run(['conformance', url, ...only, ...flags], {})
    await close()
    expect(code).toBe(0)
    expect(stderr).toMatch(/^warning: credentials given as flags are visible in the list of processes/)
  })

  it('may be absent: authentication is then skipped, and that is said', async () => {
    const { url, close } = await serve(['lets-empty-credentials-in'])
    const { code, stdout, stderr } = await run(['conformance', url, '--only', 'auth,settle.replay'], {})
    await close()
    expect(stderr).toContain('warning: no credentials')
    expect(stdout).toMatch(/^skipped {2}auth\.missing/m)
    expect(stdout).toMatch(/^ok {7}settle\.replay/m)
    expect(code).toBe(0)
  })

  it('are not taken from the next line where one is empty', async () => {
    const file = join(folder, 'empty')
    await writeFile(file, 'VTEX_APP_KEY=\nVTEX_APP_TOKEN=secret-token\n')
    const { code, stderr } = await run(['conformance', 'http://127.0.0.1:1', '--credentials', file], {})
    expect([code, stderr]).toEqual([2, `error: the file ${file} must give both the key and the token\n`])
  })

  it.each([
    [['--app-key', 'k'], {}, 'must give both'],
    [[], { VTEX_APP_TOKEN: 'secret-token' }, 'must give both'],
    [['--credentials', '/nowhere/at-all'], {}, 'cannot be read'],
  ] as const)('%j with %j are refused', async (flags, env, message) => {
    const { code, stderr } = await run(['conformance', 'http://127.0.0.1:1', ...flags], env)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('secret-token')
  })
})

describe('usage', () => {
  it.each([
    [['conformance'], 'the URL of the connector is missing'],
    [['settle', 'https://a.example'], 'there is no command "settle"'],
    [['conformance', 'http://connector.example'], 'must begin with https://'],
    [['conformance', 'https://a.example', '--flows', 'sync'], '--flows knows no "sync"'],
    [['conformance', 'https://a.example', '--callback-port', '99999'], '--callback-port must be a whole number'],
    [['conformance', 'https://a.example', '--currency', 'JPY'], 'currency must have two digits'],
    [['conformance', 'http://127.0.0.1:1', '--only', 'nothing'], 'only names no check: "nothing"'],
    [['conformance', 'https://a.example', 'https://b.example'], 'only one URL'],
    [['conformance', 'https://a.example', '--what'], "Unknown option '--what'"],
  ])('%j exits with 2', async (args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  it.each([[[]], [['--json']], [['--list']]])(
    '%j, which names no command, exits with 2, and --help with 0',
    async (args) => {
      const { code, stdout } = await run(args)
      expect([code, stdout]).toEqual([2, expect.stringContaining('Usage: vtex conformance <url>')])
      expect((await run([...args, '--help'])).code).toBe(0)
    },
  )

  it('settles nothing for a report that cannot be written', async () => {
    const calls: string[] = []
    const { url, close } = await serveFetch(async (request) => {
      calls.push(request.url)
      return new Response()
    })
    const { code, stderr } = await run(['conformance', url, '--junit', join(folder, 'nowhere', 'report.xml')])
    await close()
    expect([code, calls]).toEqual([2, []])
    expect(stderr).toContain('the report cannot be written to')
  })

  it('lists the checks without running any', async () => {
    const { code, stdout } = await run(['conformance', '--list'])
    expect(code).toBe(0)
    for (const { id } of allChecks) expect(stdout).toContain(`${id}\n`)
  })

  it('is a program: exit code and output come out of a process', async () => {
    const { url, close } = await serve([])
    const args = [
      '--conditions=@cap/source',
      join(import.meta.dirname, 'vtex.ts'),
      'conformance',
      url,
      '--only',
      'manifest.public,manifest.schema',
    ]
    const result = await new Promise<{ code: unknown; stdout: string }>((resolve) =>
      execFile(process.execPath, args, { env: { ...process.env, ...environment } }, (error, stdout) =>
        resolve({ code: error === null ? 0 : error.code, stdout }),
      ),
    )
    await close()
    expect(result.stdout).toContain('conforms: 2 of ')
    expect(result.code).toBe(0)
  })
})
