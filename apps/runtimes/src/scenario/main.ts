// For runtimes with a command line: node, bun, deno.
import { runScenarios } from './run.ts'

console.log(JSON.stringify(await runScenarios(String(process.argv[2]), import.meta.resolve('@cap/core'))))
