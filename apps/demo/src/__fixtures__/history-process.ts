import { openHistory } from '../history/stored-history.ts'

// A process that opens a history, and is killed while it does.
await openHistory({ folder: process.argv[2] ?? '' }).list({ limit: 1 })
process.stdout.write('open')
