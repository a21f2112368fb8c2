import { describe, expect, it } from 'vitest'
import { demo, temporaryFile } from '../__fixtures__/demo.ts'
import { cli } from '../__fixtures__/in-process.ts'

const brl = ['--amount', '700.50', '--currency', 'BRL']
const quick = ['--attempt-timeout', '250', '--deadline', '900']

describe.concurrent('capture at an emulator', () => {
  it('shows the exchange, the verdict and the book: Mercado Pago, as a process', async () => {
    const { code, stdout, stderr } = await demo(['capture', 'mercadopago', ...brl, '--reference', 'order-1'])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/v1\/advanced_payments$/m)
    expect(stdout).toContain('authorization: [hidden]')
    expect(stdout).toMatch(/"transaction_amount": 700\.5,/)
    expect(stdout).toMatch(/^← 201 after \d+ ms/m)
    expect(stdout).toContain('read as: captured')
    expect(stdout).toContain('MONEY MOVED')
    expect(stdout).toMatch(/700\.50 BRL {2}payment \d+, key [0-9a-f-]{36}/)
    expect(stdout).toContain('It agrees with what the caller was told.')
    expect(code).toBe(0)
  })

  it('shows the text pipwave signs, its secret masked', async () => {
    const { code, stdout } = await cli([
      'capture',
      'pipwave',
      '--pw-id',
      'PW7',
      '--amount',
      '10.00',
      '--currency',
      'MYR',
    ])
    expect(stdout).toMatch(
      /action:capture-paymentapi_key:\S*api_secret:\[hidden\]capture_amount:10\.00pw_id:PW7timestamp:\d+/,
    )
    expect(stdout).toContain('exchange 1, snapshot')
    expect(stdout).toContain('exchange 2, capture')
    expect(code).toBe(0)
  })

  it('settles at VTEX’s provider', async () => {
    const { code, stdout } = await cli(['capture', 'vtex', '--amount', '45', '--currency', 'BRL', '--payment-id', 'P1'])
    expect(stdout).toMatch(/\/payments\/P1\/settlements/)
    expect(stdout).toContain('MONEY MOVED')
    expect(code).toBe(0)
  })

  it('plays a scenario: declined, exit 3, with reason and advice', async () => {
    const { code, stdout } = await cli(['capture', 'mercadopago', ...brl, '--scenario', 'insufficient-money'])
    expect(stdout).toContain('MONEY DID NOT MOVE')
    expect(stdout).toContain('the payer has not enough money')
    expect(stdout).toContain('top_up_and_retry')
    expect(code).toBe(3)
  })

  it('plays a scenario that throws: exit 4', async () => {
    const { code, stdout } = await cli(['capture', 'mercadopago', ...brl, '--scenario', 'bad-access-token'])
    expect(stdout).toContain('capture() threw: the provider refused the credentials')
    expect(code).toBe(4)
  })

  it('plays a fault on every attempt: not known yet, exit 5, and the money moved', async () => {
    const { code, stdout } = await cli([
      'capture',
      'vtex',
      ...brl,
      '--fault',
      'no-answer',
      '--moved',
      '--always',
      ...quick,
    ])
    expect(stdout).toMatch(/← no complete answer after \d+ ms: ATTEMPT_TIMEOUT/)
    expect(stdout).toContain('NOT KNOWN YET')
    expect(stdout).toContain('Keep the handle and resolve(handle) it')
    expect(stdout).toMatch(/what really moved\n {2}\S+ {2}700\.50 BRL/)
    expect(code).toBe(5)
  })

  it('resolves afterwards, by sending it again under its key', async () => {
    const { code, stdout } = await cli([
      ...['capture', 'vtex', ...brl, '--fault', 'no-answer', '--not-moved', '--always', '--resolve', 'replay'],
      ...quick,
    ])
    expect(stdout).toContain('capture() ended: unknown')
    expect(stdout).toContain('The fault is over. Now resolve(handle)')
    expect(stdout).toContain('MONEY MOVED')
    expect(code).toBe(0)
  })

  it('resolves by reading only, unless told otherwise', async () => {
    const { code, stdout } = await cli([
      ...[
        'capture',
        'pipwave',
        '--fault',
        'close-after-request',
        '--moved',
        '--always',
        '--on',
        'capture',
        '--resolve',
      ],
    ])
    expect(stdout).toContain('MONEY MOVED')
    expect(stdout).toContain("the payment's state, read back")
    expect(code).toBe(0)
  })

  it('meets a provider nobody can reach: it threw, exit 4', async () => {
    const { code, stdout } = await cli(['capture', 'mercadopago', ...brl, '--fault', 'connection-refused', ...quick])
    expect(stdout).toContain('the request provably never reached the provider')
    expect(stdout).toContain('nothing\n  It agrees')
    expect(code).toBe(4)
  })

  it('takes fields without an option from a file', async () => {
    const discount = {
      amount: { amount: '50.00', currency: 'BRL' },
      description: 'D',
      detail: { value: '10', type: 'fixed', cap: '60' },
    }
    const file = temporaryFile('request.json', JSON.stringify({ discount }))
    const { code, stdout } = await cli(['capture', 'mercadopago', ...brl, '--request', file])
    expect(stdout).toContain('650.50 BRL was captured')
    expect(code).toBe(0)
  })

  it('says everything as one JSON document', async () => {
    const { code, stdout } = await cli(['capture', 'vtex', ...brl, '--scenario', 'pending-500', '--json'])
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({
      version: 1,
      provider: 'vtex',
      target: 'emulator',
      scenario: 'pending-500',
      verdict: { headline: 'NOT KNOWN YET' },
      capture: { ending: 'pending' },
      moved: [],
      violation: null,
    })
    expect(report.events.map((event: { type: string }) => event.type)).toEqual([
      'attempt_started',
      'attempt_finished',
      'finished',
    ])
    expect(code).toBe(5)
  })
})

describe('bad input is refused with the option and the remedy, exit 2', () => {
  it.each([
    [['mercadopago'], '--amount is required'],
    [['mercadopago', '--amount', '1'], '--currency is missing'],
    [['mercadopago', '--currency', 'BRL'], '--amount is missing'],
    [['mercadopago', '--amount', '1', '--currency', 'EUR'], '--currency must be one of ARS'],
    [['mercadopago', '--amount', '1,50', '--currency', 'BRL'], '--amount must be'],
    [['mercadopago', ...brl, '--key', 'a key'], '--key must be 1 to 64'],
    [['mercadopago', ...brl, '--gambling'], '--session-id is required'],
    [['mercadopago', ...brl, '--reference', ''], '--reference must not be empty'],
    [['vtex', ...brl, '--payment-id', '..'], '--payment-id must not be'],
    [['vtex', ...brl, '--header-family', 'mine'], 'Allowed choices are provider, vtex'],
    [['vtex', ...brl, '--authorized', 'lots'], '--authorized: amount must be'],
    [['pipwave', '--by', 'txnId'], "--by must not be 'txnId' without a txnId"],
    [['pipwave', '--amount', '0', '--currency', 'MYR'], '--amount must be greater than 0'],
    [['vtex', ...brl, '--scenario', 'settle'], 'no scenario is called "settle": try settled'],
    [['vtex', ...brl, '--fault', 'no-answr'], 'no fault is called "no-answr"'],
    [['vtex', ...brl, '--moved'], '--moved needs --fault'],
    [['vtex', ...brl, '--fault', 'no-answer', '--moved', '--not-moved'], 'pass one of them'],
    [['vtex', ...brl, '--fault', 'connection-refused', '--moved'], 'never reaches the provider'],
    [['vtex', ...brl, '--fault', 'slow-answer', '--not-moved'], 'always reaches the provider'],
    [['vtex', ...brl, '--on', 'lookup'], "unknown option '--on'"],
    [['vtex', ...brl, '--request', '/no/such/file'], '--request: /no/such/file cannot be read'],
    [['vtex', ...brl, '--request', temporaryFile('list.json', '[]')], 'must hold one JSON object'],
    [['vtex', ...brl, '--request', temporaryFile('odd.json', '{"amuont":1}')], '--request: amuont'],
    [['vtex', ...brl, '--deadline', '999999999999'], '--deadline'],
    [['vtex', ...brl, '--deadline', 'soon'], 'It must be a whole number'],
    [['stripe', ...brl], "unknown command 'stripe'"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await cli(['capture', ...args])
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})
