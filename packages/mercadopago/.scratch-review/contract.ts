import { captureContract } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
const [, , which, mode] = process.argv
const mod:any = await import(`../../${which}/src/testing.ts`)
const subject = Object.values(mod).filter((x:any)=>typeof x==='function' && /Subject$/.test(x.name)).map((f:any)=>f())[0] as any
const createTransport = () => { const dispatcher = new Agent(); return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() } }
const cases = captureContract(subject, mode==='undici' ? { createTransport } : {})
const q = [...cases]; let bad = 0
await Promise.all(Array.from({length:12}, async () => { for (;;) { const c = q.shift(); if (!c) return; try { await c.run() } catch (e:any) { bad++; console.log('FAIL', c.name, '::', e.message.split('\n')[0]) } } }))
console.log(which, mode, cases.length, 'bad', bad)
