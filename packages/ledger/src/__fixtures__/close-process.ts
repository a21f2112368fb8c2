import { startThread } from '../embedded/remote-engine.ts'

// A process that closes an embedded engine while a burst of answers is on its way, and says so once it is closed.
const engine = await startThread({ folder: process.argv[2] ?? '', schema: 'cap_close' })
const closing = engine.close()
// No turn of this process until the thread has answered everything: the answer to `close` stands in the middle of the others.
const still = new Int32Array(new SharedArrayBuffer(4))
for (let n = 0; n < 200; n++) {
  engine.started().catch(() => {})
  Atomics.wait(still, 0, 0, 10)
}
Atomics.wait(still, 0, 0, 500)
await closing
process.stdout.write('closed')
