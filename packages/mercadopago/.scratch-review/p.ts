import { createHash } from 'node:crypto'
import { verifyNotification, createPipwave } from '../../pipwave/src/index.ts'
const K='KEY-KEY-KEY-KEY-KEY', S='SECRET-SECRET'
const signed = 'footimestamp:1transaction_status:10txn_id:ORDER-2'
const base = `amount:1.00api_key:${K}api_secret:${S}currency_code:USDpw_id:P1timestamp:1700000000transaction_status:5txn_id:${signed}`
const signature = createHash('sha1').update(base).digest('hex')
const legit = { amount:'1.00', api_key:K, currency_code:'USD', pw_id:'P1', timestamp:'1700000000', transaction_status:'5', txn_id: signed, signature }
const forged = { ...legit, pw_id:'P1timestamp:1700000000transaction_status:5txn_id:foo', timestamp:'1', transaction_status:'10', txn_id:'ORDER-2' }
for (const b of [legit, forged]) { const v:any = await verifyNotification({ body: JSON.stringify(b), apiKey:K, apiSecret:S }); console.log(v.status, v.trusted?.txnId, v.trusted?.transactionStatus) }
// snapshot mutation now harmless; beforeSend pipwave
import { createPipwaveEmulator, emulatorAccount } from '../../pipwave/src/emulator.ts'
const em:any = createPipwaveEmulator({ payments: [{ pwId:'PW1', txnId:'order-1001', total:'100.00', currency:'MYR' }] })
const pw = createPipwave({ ...emulatorAccount, environment:'staging', fetch: (i:any, n:any) => em.fetch(new Request(i,n)) } as any)
// short secret in pwId
const a = await pw.describe({ pwId:'PW1' }), b = await pw.describe({ txnId:'order-1001' })
console.log('paymentKey', a.paymentKey, b.paymentKey)
for (const [n, f] of [['resolve null opts', () => pw.resolve({} as any, null as any)], ['capture null opts', () => pw.capture({ pwId:'PW1' }, null as any)]] as const) { try { console.log(n, await f()) } catch (e:any) { console.log(n, e.name, e.message) } }
// invalid partial with priorAttempt
try { const r:any = await pw.capture({ pwId:'PW1', amount:{amount:'50.00',currency:'MYR'} }, { priorAttempt:true }); console.log('prior partial', r.status, r.cause) } catch (e:any) { console.log('prior partial threw', e.code, e.field) }
