/** Imports modules in a fresh process, and prints what that cost: `import [specifier...]`. */
export interface ImportResult {
  readonly ms: number
  readonly rssMb: number
}

const specifiers = process.argv.slice(2)
const startedAt = performance.now()
for (const specifier of specifiers) await import(specifier)
const ms = performance.now() - startedAt
const result: ImportResult = { ms, rssMb: process.memoryUsage.rss() / 1e6 }
process.stdout.write(JSON.stringify(result))
