import { describe, expect, it } from 'vitest'
import { reset, type Step, wire } from '../__fixtures__/settlement.ts'
import { createPayment, type InboundRequest, inbound, resolveCreatePayment, resolveInbound } from '../operations.ts'
import { inboundRequest } from './__fixtures__/inbound.ts'
import { payment } from './__fixtures__/operations.ts'

const { paymentId, requestId } = inboundRequest
const responseData = { statusCode: 202, contentType: 'application/json', content: '{"myAttribute":"anyValue"}' }
const answer = { requestId, paymentId, responseData }

const run = (steps: readonly Step[], asked: InboundRequest = inboundRequest) => {
  const provider = wire(steps)
  return { ...provider, inbound: () => inbound(provider.gateway, asked) }
}

describe('an inbound request', () => {
  it('is forwarded as it was, and answered as the provider wants', async () => {
    const provider = run([[200, { ...answer, code: 'C1', message: null }]])
    expect(await provider.inbound()).toMatchObject({
      status: 'done',
      value: { ...responseData, code: 'C1', message: null },
    })
    const [sent] = provider.sent
    expect(sent!.url).toBe(`https://provider.example/payments/${paymentId}/inbound/hook`)
    const { action: _, body, ...ids } = inboundRequest
    expect(JSON.parse(sent!.body)).toEqual({ ...ids, requestData: { body } })
  })

  it('goes by the other route by option, its action encoded', async () => {
    const provider = run([[200, answer]], { ...inboundRequest, path: 'inbound-request', action: 'a/b' })
    await provider.inbound()
    expect(provider.sent[0]!.url).toBe(`https://provider.example/payments/${paymentId}/inbound-request/a%2Fb`)
  })

  it.each([
    ['action', '..'],
    ['action', ''],
    ['body', { event: 'paid' }],
    ['nsu', undefined],
    ['path', 'hooks'],
    ['requestData', {}],
  ])('is refused before it is sent with %s %j', async (field, value) => {
    const provider = run([[200, answer]], { ...inboundRequest, [field]: value } as never)
    await expect(provider.inbound()).rejects.toMatchObject({ code: 'invalid_request', field })
    expect(provider.sent).toEqual([])
  })

  it.each([
    ['another payment', { ...answer, paymentId: 'X' }],
    ['another request', { ...answer, requestId: 'X' }],
    ['no request', { ...answer, requestId: undefined }],
  ])('answered for %s is a mismatch', async (_, body) => {
    expect(await run([[200, body]]).inbound()).toMatchObject({ cause: 'mismatch', needs: 'person' })
  })

  it.each([
    ['no data', 200, { requestId, paymentId }, 'unreadable_answer', 3],
    ['no status', 200, { ...answer, responseData: { ...responseData, statusCode: 'ok' } }, 'unreadable_answer', 3],
    ['500', 500, answer, 'server_error', 3],
    ['404', 404, answer, 'unrecognised_answer', 1],
  ])('answered with %s is unknown', async (_, status, body, cause, times) => {
    const provider = run([[status, body]])
    expect(await provider.inbound()).toMatchObject({ status: 'unknown', cause })
    expect(provider.sent).toHaveLength(times)
  })

  it('is resolved by forwarding it once more, to the same action and route only', async () => {
    const provider = run([reset(), reset(), reset(), [200, answer]])
    const first = await provider.inbound()
    if (first.status !== 'unknown') throw new Error('nothing is open')
    const resolve = (request: InboundRequest) =>
      resolveInbound(provider.gateway, first.handle, { request, replay: 'allow' })
    expect(await resolve({ ...inboundRequest, action: 'other' })).toMatchObject({ cause: 'request_differs' })
    expect(await resolve({ ...inboundRequest, path: 'inbound-request' })).toMatchObject({ cause: 'request_differs' })
    expect(await resolve(inboundRequest)).toMatchObject({ status: 'done', value: { statusCode: 202 } })
  })

  it('takes no handle of a payment for its own, nor the other way round', async () => {
    const { gateway } = run([reset()])
    const [forwarded, created] = [await inbound(gateway, inboundRequest), await createPayment(gateway, payment)]
    if (forwarded.status !== 'unknown' || created.status !== 'unknown') throw new Error('nothing is open')
    const expected = { code: 'invalid_request', field: 'handle.operation' }
    await expect(resolveInbound(gateway, created.handle)).rejects.toMatchObject(expected)
    await expect(resolveCreatePayment(gateway, forwarded.handle)).rejects.toMatchObject(expected)
  })
})
