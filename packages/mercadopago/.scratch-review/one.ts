import { captureContract } from '@cap/core/testing'
const mod:any = await import(`../../pipwave/src/testing.ts`)
const subject = Object.values(mod).filter((x:any)=>typeof x==='function' && /Subject$/.test(x.name)).map((f:any)=>f())[0] as any
for (const c of captureContract(subject)) if (c.group === 'calls') { try { console.log(c.name, (await c.run()).ending) } catch (e:any) { console.log('FAIL', c.name, e.message) } }
