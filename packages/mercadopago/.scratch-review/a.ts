import { createMercadoPago } from '../src/index.ts'
import { TransportError, parseHandle, type Transport } from '@cap/core/http'
const token = 'APP_USR-1111-222222-abcdefabcdefabcdefabcdefabcdefab-777'
const req = { amount:{amount:'10.00',currency:'BRL'}, description:'d', externalReference:'ref_1', payerToken:'payer-token-secret-value-123456', idempotencyKey:'k1' }
const json = (status:number, b:any) => ({ status, headers:{}, body: JSON.stringify(b) })
// 1 cause leak
{
  const transport: Transport = async (e) => { throw new TransportError({ sent:'no', phase:'connect', code: 'bad header ' + e.headers.authorization }) }
  const mp = createMercadoPago({ accessToken: token, transport, maxAttempts:1 })
  try { await mp.capture(req) } catch (e:any) { const s = JSON.stringify(e); console.log('1 cause leak', s.includes(token), s.includes('APP_USR-1111'), e.cause) }
  const long = 'APP_USR-1111-222222-' + 'a'.repeat(120) + '-777'
  const mp2 = createMercadoPago({ accessToken: long, transport, maxAttempts:1 })
  try { await mp2.capture(req) } catch (e:any) { const s = JSON.stringify(e.attempts); console.log('1b partial leak in attempts', s.includes('APP_USR-1111'), s.slice(0,400)) }
}
// 2 error name leak
{
  const mp = createMercadoPago({ accessToken: token, transport: async()=>json(500,{}) })
  try { await mp.capture(req, { beforeSend: async () => { const e = new Error('x'); e.name = token; throw e } }) } catch (e:any) { console.log('2 name leak', JSON.stringify(e).includes(token)) }
}
// 3 NaN firstSentAt: replay past the window
{
  let posts = 0, handle: any
  const transport: Transport = async (e) => { if (e.method==='POST') posts++; throw new TransportError({ sent:'maybe', phase:'wait', code:'X' }) }
  const mp = createMercadoPago({ accessToken: token, transport, maxAttempts:1 })
  const o:any = await mp.capture(req)
  for (const t of ['2020-01-01T00:00:00+00','2020-02-31T00:00:00Z','2020-01-01 00:00:00+00', '2020-01-01T00:00:00.000Z']) {
    posts = 0
    try { const r:any = await mp.resolve({ ...o.handle, firstSentAt: t }, { request:req, replay:'allow' }); console.log('3', t, Date.parse(t), r.status, r.cause, 'posts', posts) } catch (e:any) { console.log('3', t, e.message) }
  }
  // 4 other id on replay
  const h = { ...o.handle, ids: { ...o.handle.ids, advancedPaymentId: '111' } }
  const mp2 = createMercadoPago({ accessToken: token, random: () => 0, transport: async (e) => e.method==='GET' ? json(503,{}) : json(201,{ id: 222, status:'approved', payments:[{ id:1, status:'approved', transaction_amount:10 }] }) })
  const r:any = await mp2.resolve(h, { request:req, replay:'allow' }); console.log('4 other id', r.status, r.cause, r.captureId, r.replayed)
  // 5 handle messages quote
  try { await mp.resolve('payer-token-secret-value-123456' as any) } catch (e:any) { console.log('5', e.code, e.message) }
  try { await mp.resolve({ ...o.handle, account: token } as any) } catch (e:any) { console.log('5b', e.code, e.message.includes(token), e.message) }
  try { await mp.resolve(o.handle, null as any) } catch (e:any) { console.log('5c', e.name, e.message) }
  try { await mp.resolve(o.handle, { signal: { aborted:false } as any }) } catch (e:any) { console.log('5d', e.name, e.message) }
}
// 6 listener mutates outcome
{
  const mp = createMercadoPago({ accessToken: token, onEvent: (e:any) => { if (e.type==='finished') { e.outcome.status = 'declined' } }, transport: async () => json(201,{ id: 222, status:'approved', payments:[{ id:1, status:'approved', transaction_amount:10 }] }) })
  const r:any = await mp.capture(req); console.log('6', r.status)
}
// 7 prior + aborted
{
  const c = new AbortController(); c.abort()
  const mp = createMercadoPago({ accessToken: token, transport: async () => json(500,{}) })
  try { const r:any = await mp.capture(req, { priorAttempt:true, signal:c.signal }); console.log('7', r.status, r.cause) } catch (e:any) { console.log('7 threw', e.code) }
  try { createMercadoPago(undefined as any) } catch (e:any) { console.log('7b', e.name, e.message) }
}
