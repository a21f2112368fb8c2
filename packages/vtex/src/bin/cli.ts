import { open, writeFile } from 'node:fs/promises'
import { CaptureError } from '@cap/core/http'
import { allChecks } from '../conformance/checks.ts'
import { checkLine, failures, summary } from '../conformance/human.ts'
import { junitReport } from '../conformance/junit.ts'
import type { ConformanceOptions } from '../conformance/options.ts'
import type { ConformanceReport } from '../conformance/report.ts'
import { runConformance } from '../conformance/run.ts'
import { type ConformanceArguments, readArguments, UsageError } from './arguments.ts'
import { openCallbackServer } from './callback-server.ts'
import { readCredentials } from './credentials.ts'
import { dropAfterSending } from './drop.ts'
import { help } from './help.ts'
import { readPaymentsFile } from './payments.ts'

/** What the command line stands in. */
export interface CliContext {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  stdout(text: string): void
  stderr(text: string): void
}

const exitCode = { conforms: 0, fails: 1, usage: 2 } as const

/** @returns the exit code */
export async function runCli(context: CliContext): Promise<number> {
  try {
    const read = readArguments(context.args)
    switch (read.command) {
      case 'help':
        context.stdout(help)
        return read.asked ? exitCode.conforms : exitCode.usage
      case 'list':
        for (const { id, rule } of allChecks) context.stdout(`${id}\n  ${rule}\n`)
        return exitCode.conforms
      case 'conformance':
        return await check(read.url, read.options, context)
    }
  } catch (error) {
    if (!(error instanceof UsageError) && !CaptureError.isInstance(error)) throw error
    context.stderr(`error: ${error.message}\n`)
    return exitCode.usage
  }
}

async function check(url: string, options: ConformanceArguments, context: CliContext): Promise<number> {
  const warn = (text: string) => context.stderr(`warning: ${text}\n`)
  if (options.junit !== undefined) await checkWritable(options.junit)
  const credentials = await readCredentials(options, context.environment, warn)
  if (credentials === undefined) warn('no credentials: the headers are sent empty, and authentication is not checked')
  const reachable = options.callbackBase !== undefined || isLoopback(url)
  const callbacks = reachable ? await openServer(options.callbackPort) : undefined
  try {
    const report = await runConformance({
      ...optionsOf(url, options),
      payments: options.payments === undefined ? undefined : await readPaymentsFile(options.payments),
      credentials,
      callbacks,
      drop: dropAfterSending,
      onCheck: options.json ? undefined : (result) => context.stdout(`${checkLine(result)}\n`),
    })
    await show(report, options, context)
    return report.ok ? exitCode.conforms : exitCode.fails
  } finally {
    await callbacks?.close()
  }
}

function optionsOf(url: string, options: ConformanceArguments): ConformanceOptions {
  const { only, flows, without, card, bankInvoice, redirect, currency, testSuite, callbackBase, callbackMs } = options
  const { inboundAction: action, inboundBody: body } = options
  return {
    baseUrl: url,
    only,
    flows,
    without,
    paymentMethods: { card, bankInvoice, redirect },
    currency,
    testSuite,
    callbackBase,
    inbound: action === undefined ? undefined : { action, body },
    timeLimits: { callbackMs },
  }
}

async function show(report: ConformanceReport, options: ConformanceArguments, context: CliContext): Promise<void> {
  if (options.json) {
    context.stdout(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    for (const details of failures(report)) context.stdout(`\n${details}\n`)
    context.stdout(`\n${summary(report)}\n`)
  }
  // Last: what was found is not to be lost with a file.
  if (options.junit !== undefined) await write(options.junit, junitReport(report))
}

/** Before payments are settled for nothing. What stands in the file is kept until there is something to write. */
async function checkWritable(file: string): Promise<void> {
  try {
    const handle = await open(file, 'a')
    await handle.close()
  } catch {
    throw unwritable(file)
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch {
    throw unwritable(file)
  }
}

function unwritable(file: string): UsageError {
  return new UsageError(`the report cannot be written to ${file}`)
}

async function openServer(port: number) {
  try {
    return await openCallbackServer(port)
  } catch {
    throw new UsageError(`port ${port} cannot be opened for callbacks`)
  }
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i.test(url)
}
