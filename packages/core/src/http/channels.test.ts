import { execFile } from 'node:child_process'
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CaptureEvent } from '../capture/event.ts'
import { toySubject } from '../testing/__fixtures__/toy-provider.ts'
import { openChannels } from './channels.ts'
import type { Reply, Transport } from './transport.ts'

const run = promisify(execFile)
const names = ['cap:operation', 'cap:attempt', 'cap:resolve']
const subject = toySubject()
const request = subject.request(subject.createEmulator(), 1)
const captured: Reply = { status: 200, headers: {}, body: '{"id":"paid-1","value":19.99}' }

function client(transport: Transport, onEvent?: (event: CaptureEvent) => void) {
  return subject.createClient({ baseUrl: 'https://toy.example', transport, maxAttempts: 2, random: () => 0, onEvent })
}

const heard: [name: string, event: CaptureEvent][] = []
const listener = (message: unknown, name: string | symbol) => void heard.push([String(name), message as CaptureEvent])

afterEach(() => {
  for (const name of names) unsubscribe(name, listener)
  heard.length = 0
  vi.restoreAllMocks()
})

/** Headers that say so when they are listed, which is what showing them takes. Looking one up is the call's own business. */
function watched(headers: Record<string, string>, onListed: () => void): Record<string, string> {
  return new Proxy(headers, {
    ownKeys(target) {
      onListed()
      return Reflect.ownKeys(target)
    },
  })
}

describe('channels', () => {
  it('publish what onEvent hears, each event on one of them', async () => {
    for (const name of names) subscribe(name, listener)
    const events: CaptureEvent[] = []
    let sent = 0
    const transport: Transport = async () => (++sent % 2 === 1 ? { ...captured, status: 503 } : captured)
    const toy = client(transport, (event) => void events.push(event))
    await toy.capture(request)
    const lost = await client(() => Promise.reject(new Error('cut'))).capture(request)
    if (lost.status !== 'unknown') throw new Error('unknown was expected')
    await toy.resolve(lost.handle, { replay: 'allow', request })
    const [first] = events
    expect(heard.filter(([, { call }]) => call === first!.call)).toEqual([
      ['cap:attempt', events[0]],
      ['cap:attempt', events[1]],
      ['cap:operation', events[2]],
      ['cap:attempt', events[3]],
      ['cap:attempt', events[4]],
      ['cap:operation', events[5]],
    ])
    const resolves = heard.filter(([, { operation }]) => operation === 'resolve')
    expect(resolves.map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'cap:attempt attempt_started',
      'cap:attempt attempt_finished',
      'cap:resolve waiting',
      'cap:attempt attempt_started',
      'cap:attempt attempt_finished',
      'cap:resolve finished',
    ])
  })

  it('carry no secret, and no copy of the outcome that a subscriber could change', async () => {
    for (const name of names) subscribe(name, listener)
    subscribe('cap:operation', spoil)
    const outcome = await client(async () => captured).capture(request)
    unsubscribe('cap:operation', spoil)
    expect(outcome).toMatchObject({ status: 'captured', captureId: 'paid-1' })
    for (const secret of subject.secrets) expect(JSON.stringify(heard)).not.toContain(secret)
  })

  it('cost nothing without subscribers: no event is built', async () => {
    const built: string[] = []
    const transport: Transport = async () => ({ ...captured, headers: watched({}, () => built.push('reply')) })
    const clones = vi.spyOn(globalThis, 'structuredClone')
    const publish = vi.spyOn(Object.getPrototypeOf(channel('cap:attempt')), 'publish')
    await client(transport).capture(request)
    expect([built, clones.mock.calls, publish.mock.calls]).toEqual([[], [], []])

    subscribe('cap:operation', listener)
    await client(transport).capture(request)
    expect(built, 'attempts that nobody hears of').toEqual([])
    expect(heard.map(([, { type }]) => type)).toEqual(['finished'])

    subscribe('cap:attempt', listener)
    await client(transport).capture(request)
    expect(built).toEqual(['reply'])
  })

  it('name each call, and its operation by a digest', async () => {
    subscribe('cap:operation', listener)
    const toy = client(async () => captured)
    await Promise.all([toy.capture(request), toy.capture(request)])
    await toy.capture({ ...request, key: 'another' })
    const ends = heard.flatMap(([, event]) => (event.type === 'finished' ? [event] : []))
    expect(new Set(ends.map(({ call }) => call)).size).toBe(3)
    const [one, same, another] = ends.map(({ operationDigest }) => operationDigest)
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(one).toBe(same)
    expect(one).not.toBe(another)
  })
})

describe('a subscriber that throws', () => {
  const script = (handler: string) => `
    import { subscribe } from 'node:diagnostics_channel'
    import { toySubject } from './testing/__fixtures__/toy-provider.ts'
    ${handler}
    for (const name of ${JSON.stringify(names)}) subscribe(name, () => { throw new Error('mine') })
    const subject = toySubject()
    const transport = () => new Promise((resolve) => setImmediate(resolve, ${JSON.stringify(captured)}))
    const client = subject.createClient({ baseUrl: 'https://toy.example', transport })
    const outcome = await client.capture(subject.request(subject.createEmulator(), 1))
    process.stdout.write(outcome.status)
  `
  const node = (text: string) =>
    run(process.execPath, ['--conditions=@cap/source', '--input-type=module', '--eval', text], {
      cwd: new URL('..', import.meta.url).pathname,
    })

  it('changes no outcome; what it throws is an uncaught exception, for the process to handle', async () => {
    const handler = `process.on('uncaughtException', (error) => process.stdout.write(error.message + ' '))`
    const words = (await node(script(handler))).stdout.split(/ |(?<=captured)/).filter((word) => word !== '')
    expect(words.sort()).toEqual(['captured', 'mine', 'mine', 'mine'])
  })

  it('ends a process that handles none, which is the rule of Node for all its channels', async () => {
    await expect(node(script(''))).rejects.toMatchObject({ stdout: '', stderr: expect.stringContaining('Error: mine') })
  })
})

describe('a runtime without diagnostics_channel', () => {
  it.each([
    ['has no process', {}],
    ['has a process of another kind', { process: {} }],
    ['does not know the module', { process: { getBuiltinModule: () => undefined } }],
    [
      'refuses to be asked',
      {
        process: {
          getBuiltinModule() {
            throw new Error('no')
          },
        },
      },
    ],
  ])('%s: there are no channels, and nothing is thrown', (_, runtime) => {
    expect(openChannels(runtime)).toBeNull()
  })
})

function spoil(message: unknown): void {
  const event = message as CaptureEvent
  if (event.type === 'finished') Object.assign(event.outcome ?? {}, { status: 'declined', captureId: 'spoilt' })
}
