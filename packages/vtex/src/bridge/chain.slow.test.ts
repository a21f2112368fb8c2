import { money } from '@cap/core'
import { type FaultStep, faults, step, versions } from '@cap/core/testing'
import { createMercadoPago } from '@cap/mercadopago'
import { describe, expect, it } from 'vitest'
import { accessToken, mercadopago, pipwave, pool, startChain } from './__fixtures__/chain.ts'

const everyStep = faults.flatMap(versions).filter(({ fault }) => fault.wire.kind !== 'unreachable')
const nameOf = ({ fault, moved }: FaultStep) => `${fault.name}, ${moved ? 'moved' : 'not moved'}`

describe('VTEX’s gateway → connector → Mercado Pago', () => {
  const amount = money('45.00', 'BRL')

  it('captures once, and answers a repetition with the same settlement', async () => {
    const chain = await startChain(mercadopago())
    const first = await chain.settle(amount)
    chain.restart()
    const again = await chain.settle(amount)
    expect(first).toMatchObject({ status: 'captured', amount: { amount: '45.00' } })
    expect(again).toMatchObject({ captureId: first.status === 'captured' ? first.captureId : '' })
    expect(chain.provider.book()).toMatchObject([{ amount: { amount: '45.00', currency: 'BRL' } }])
    await chain.close()
  })

  it.each(['vtex', 'provider'] as const)(
    'captures once whatever goes wrong on the hop to the %s, and says so',
    { timeout: 240_000 },
    async (hop) => {
      const wrong: unknown[] = []
      await pool(everyStep, 12, async (fault) => {
        const chain = await startChain(mercadopago(), { [hop]: [fault] })
        const outcome = await chain.settle(amount).catch((error: unknown) => ({ status: String(error) }))
        const moved = chain.provider.book().length
        if (outcome.status !== 'captured' || moved !== 1)
          wrong.push([nameOf(fault), outcome.status, chain.provider.book()])
        await chain.close()
      })
      expect(wrong).toEqual([])
    },
  )

  it('captures once through faults on both hops and restarts between', { timeout: 240_000 }, async () => {
    const wrong: unknown[] = []
    const pairs = everyStep.map((one, index) => [one, everyStep[(index * 7 + 3) % everyStep.length] ?? one] as const)
    await pool(pairs, 12, async ([one, other]) => {
      const chain = await startChain(mercadopago(), { vtex: [other, one], provider: [one, other] })
      const outcome = await chain.settle(amount).catch((error: unknown) => ({ status: String(error) }))
      const moved = chain.provider.book().length
      if (outcome.status !== 'captured' || moved !== 1) wrong.push([nameOf(one), nameOf(other), outcome.status, moved])
      await chain.close()
    })
    expect(wrong).toEqual([])
  })

  // Ports are given out again as soon as they are closed, and tests of other packages use the same account.
  it('has a book of its own, whoever calls the port that was given to it', async () => {
    const chain = await startChain(mercadopago())
    const stranger = createMercadoPago({ accessToken, baseUrl: chain.behind.url })
    const request = { amount, description: 'Order', externalReference: 'O', payerToken: 'another-payer-0123456789' }
    const captures = ['a', 'b'].map((idempotencyKey) => stranger.capture({ ...request, idempotencyKey }))
    for (const outcome of await Promise.all(captures)) expect(outcome.status).toBe('unknown')
    expect((await chain.settle(amount)).status).toBe('captured')
    expect(chain.provider.book()).toHaveLength(1)
    expect(chain.strangers).toContain('/v1/advanced_payments')
    await chain.close()
  })

  it('ends in a 200 for the one capture when the process dies with the money moved', async () => {
    const provider = mercadopago()
    let deaths = 0
    const chain = await startChain({
      ...provider,
      async fetch(request) {
        const answer = await provider.fetch(request)
        deaths += 1
        if (deaths === 1) chain.kill()
        return answer
      },
    })
    const outcome = await chain.settle(amount)
    expect([outcome.status, provider.book().length]).toEqual(['captured', 1])
    await chain.close()
  })
})

describe('VTEX’s gateway → connector → pipwave', () => {
  it('captures the whole, once, and says the amount that VTEX asked for', async () => {
    const chain = await startChain(pipwave())
    expect(await chain.settle(money('100.00', 'MYR'))).toMatchObject({
      status: 'captured',
      amount: { amount: '100.00' },
    })
    chain.restart()
    expect((await chain.settle(money('100.00', 'MYR'))).status).toBe('captured')
    expect(chain.provider.book()).toMatchObject([{ amount: { amount: '100.00' } }])
    await chain.close()
  })

  it('refuses what differs from the total, unless parts are declared to be possible', async () => {
    const whole = await startChain(pipwave())
    expect(await whole.settle(money('40.00', 'MYR'), 'r-1', 0)).toMatchObject({ status: 'pending', code: 'not-sent' })
    expect(whole.provider.book()).toEqual([])
    await whole.close()
    const parts = await startChain(pipwave('100.00', true))
    expect(await parts.settle(money('40.00', 'MYR'), 'r-1')).toMatchObject({
      status: 'captured',
      amount: { amount: '40.00' },
    })
    expect(await parts.settle(money('60.00', 'MYR'), 'r-2')).toMatchObject({
      status: 'captured',
      amount: { amount: '60.00' },
    })
    expect(parts.provider.book()).toHaveLength(2)
    await parts.close()
  })

  it.each(['vtex', 'provider'] as const)(
    'never captures twice whatever goes wrong on the hop to the %s, and never says it captured what it did not',
    { timeout: 240_000 },
    async (hop) => {
      const wrong: unknown[] = []
      await pool(everyStep, 12, async (fault) => {
        // The client looks before it captures: the fault strikes the capture, or the first look.
        const chain = await startChain(pipwave(), { [hop]: [fault] })
        const outcome = await chain
          .settle(money('100.00', 'MYR'), 'r-1', 2)
          .catch((error: unknown) => ({ status: String(error) }))
        const moved = chain.provider.book().length
        const agrees = outcome.status === 'captured' ? moved === 1 : moved === 0
        if (!agrees || (hop === 'vtex' && moved !== 1)) wrong.push([nameOf(fault), outcome.status, moved])
        await chain.close()
      })
      expect(wrong).toEqual([])
    },
  )

  it('never captures twice through faults on both hops and restarts between', { timeout: 240_000 }, async () => {
    const wrong: unknown[] = []
    let captured = 0
    const pairs = everyStep.map((one, index) => [one, everyStep[(index * 7 + 3) % everyStep.length] ?? one] as const)
    await pool(pairs, 12, async ([one, other]) => {
      const chain = await startChain(pipwave(), { vtex: [other, one], provider: [one] })
      const outcome = await chain
        .settle(money('100.00', 'MYR'), 'r-1', 2)
        .catch((error: unknown) => ({ status: String(error) }))
      const moved = chain.provider.book().length
      if (outcome.status === 'captured') captured += 1
      const agrees = outcome.status === 'captured' ? moved === 1 : moved <= 1
      if (!agrees) wrong.push([nameOf(one), nameOf(other), outcome.status, moved])
      await chain.close()
    })
    expect(wrong).toEqual([])
    // Most of them end well, or nothing would have been shown.
    expect(captured).toBeGreaterThan(pairs.length / 2)
  })

  it('finds out by requery after the process died with the money moved', async () => {
    const provider = pipwave()
    const chain = await startChain({
      ...provider,
      async fetch(request) {
        const isCapture = (await request.clone().text()).includes('"capture-payment"')
        const answer = await provider.fetch(request)
        if (isCapture) chain.kill()
        return answer
      },
    })
    expect((await chain.settle(money('100.00', 'MYR'))).status).toBe('captured')
    expect(provider.book()).toHaveLength(1)
    await chain.close()
  })

  it('does not send a capture again that the process died with before it arrived', async () => {
    const provider = pipwave()
    const dying = await startChain({
      ...provider,
      async fetch(request) {
        if (!(await request.clone().text()).includes('"capture-payment"')) return provider.fetch(request)
        dying.kill()
        return new Response('', { status: 502 })
      },
    })
    const outcome = await dying.settle(money('100.00', 'MYR'), 'r-1', 2)
    expect([outcome.status, provider.book().length]).toEqual(['pending', 0])
    await dying.close()
  })

  it('finds out after the answer was lost on both hops', async () => {
    const lost = { vtex: [step('no-answer', true)], provider: [step('slow-answer', true), step('no-answer', true)] }
    const chain = await startChain(pipwave(), lost)
    expect((await chain.settle(money('100.00', 'MYR'))).status).toBe('captured')
    expect(chain.provider.book()).toHaveLength(1)
    await chain.close()
  })
})
