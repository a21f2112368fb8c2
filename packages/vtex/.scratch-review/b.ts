import { createVtexGateway } from '../src/index.ts'
import { verifyNotification } from '../../mercadopago/src/index.ts'
import { TransportError, type Transport } from '@cap/core/http'
const base = { baseUrl:'https://p.example', appKey:'key-abcdef', appToken:'token-abcdef-secret' }
const req:any = { transactionId:'T1', requestId:'R1', paymentId:'P1', amount:{amount:'45.00',currency:'BRL'}, authorizationId:'A1' }
const json = (status:number, b:any) => ({ status, headers:{}, body: typeof b === 'string' ? b : JSON.stringify(b) })
{ // beforeSend called though aborted
  let called = 0, sends = 0
  const g = createVtexGateway({ ...base, transport: async () => { sends++; return json(500,{}) } })
  try { await g.capture(req, { signal: AbortSignal.abort(), beforeSend: async () => { called++ } }) } catch (e:any) { console.log('A', e.code, 'beforeSend', called, 'sends', sends) }
}
for (const [n, status, b] of [
  ['num settleId 500', 500, { paymentId:'P1', requestId:'R1', settleId: 12345, value:45 }],
  ['num settleId 200', 200, { paymentId:'P1', requestId:'R1', settleId: 12345, value:45 }],
  ['num paymentId + settleId 500', 500, { paymentId:1, requestId:'R1', settleId:'S', value:45 }],
  ['num settleId 404', 404, { paymentId:'P1', requestId:'R1', settleId: 12345, value:45 }],
  ['text exp', 200, { paymentId:'P1', requestId:'R1', settleId:'S', value:'4.5e1' }],
  ['long settleId 500', 500, { paymentId:'P1', requestId:'R1', settleId:'S'.repeat(600), value:45 }],
  ['unreadable value then', 200, { paymentId:'P1', requestId:'R1', settleId:'S', value:null }],
  ['401 html', 401, '<html>'], ['200 no ids fail', 200, { settleId:null, code:'x', message:'y' }],
  ['500 no ids fail', 500, { settleId:null, code:'x', message:'y' }],
  ['429 fail body', 429, { paymentId:'P1', requestId:'R1', settleId:null }],
  ['value 0', 200, { paymentId:'P1', requestId:'R1', settleId:'S', value:0 }],
  ['value -5', 200, { paymentId:'P1', requestId:'R1', settleId:'S', value:-5 }],
  ['302', 302, { paymentId:'P1', requestId:'R1', settleId:'S', value:45 }],
] as const) {
  let sends = 0
  const g = createVtexGateway({ ...base, random:()=>0, transport: async () => { sends++; return json(status,b) } })
  try { const r:any = await g.capture(req); console.log(n, '->', r.status, r.cause ?? '', r.needs ?? '', 'sends', sends, JSON.stringify(r.reference), r.handle?.mismatch ?? '') } catch (e:any) { console.log(n, 'threw', e.code) }
}
{ // setting value in settleId -> scrubbed id -> resolve mismatch
  const r2 = { ...req, merchantSettings: [{ name:'terminal', value:'000123' }] }
  let good = false
  const g = createVtexGateway({ ...base, random:()=>0, transport: async () => json(200, { paymentId:'P1', requestId:'R1', settleId:'ST-000123-9', value: good ? 45 : null }) })
  const o:any = await g.capture(r2); good = true
  const r:any = await g.resolve(JSON.parse(JSON.stringify(o.handle)), { request:r2, replay:'allow' })
  console.log('S', o.status, o.handle.ids, r.status, r.cause, r.needs)
}
{ // id containing app key
  const g = createVtexGateway({ ...base, appKey:'store1', random:()=>0, transport: async () => { throw new TransportError({sent:'maybe',phase:'wait',code:'X'}) } })
  const o:any = await g.capture({ ...req, paymentId:'store1-P1', transactionId:'store1-T' })
  console.log('I', JSON.stringify(o.handle))
}
try { console.log('N', await verifyNotification({ signature:'ts=1,v1='+'a'.repeat(64), bodyDataId: 123 as any, secret:'s' })) } catch (e:any) { console.log('N threw', e.name, e.message) }
try { console.log('N2', await verifyNotification({ signature: 5 as any, secret:'s' })) } catch (e:any) { console.log('N2 threw', e.name, e.message) }
