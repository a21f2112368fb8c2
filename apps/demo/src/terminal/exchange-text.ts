import type { AttemptFinished, AttemptStarted, CaptureEvent, JsonValue } from '@cap/core'
import type { Terminal } from './terminal.ts'

const longestBody = 40

/** Writes down what a client tells, as it comes. Everything in it was scrubbed by the package. */
export function printEvent(terminal: Terminal, event: CaptureEvent): void {
  const { paint } = terminal
  switch (event.type) {
    case 'attempt_started':
      printRequest(terminal, event)
      break
    case 'attempt_finished':
      printReply(terminal, event)
      break
    case 'waiting':
      terminal.line(`\n${paint('dim', `… waits ${Math.round(event.ms)} ms: ${event.reason}`)}`)
      break
    case 'warning':
      terminal.line(`\n${paint('yellow', `! ${event.code}: ${event.message}`)}`)
      break
    case 'finished':
  }
}

function printRequest(terminal: Terminal, event: AttemptStarted): void {
  const { paint } = terminal
  const title = `── exchange ${event.number}, ${event.purpose} `
  terminal.line(`\n${paint('cyan', title.padEnd(60, '─'))}`)
  terminal.line(`${paint('bold', event.method)} ${event.url}`)
  printHead(terminal, event.headers)
  printBody(terminal, event.body)
  if (event.signatureBase !== undefined) {
    terminal.line(`  ${paint('dim', 'signed text, its secret masked:')}`)
    terminal.line(`  ${event.signatureBase}`)
  }
}

function printReply(terminal: Terminal, { attempt, reply }: AttemptFinished): void {
  const { paint } = terminal
  const took = `after ${Math.round(attempt.durationMs)} ms`
  if (reply === null) {
    const { phase, code } = attempt.error ?? { phase: null, code: 'no answer' }
    const where = phase === null ? '' : ` (${phase})`
    terminal.line(paint('yellow', `← no complete answer ${took}: ${code}${where}; sent: ${attempt.sent}`))
  } else {
    const id = attempt.requestId === null ? '' : `, request id ${attempt.requestId}`
    terminal.line(`${paint('bold', `← ${reply.status}`)} ${took}${id}`)
    printHead(terminal, reply.headers)
    printBody(terminal, reply.body)
  }
  terminal.line(`  ${paint('dim', 'read as:')} ${attempt.verdict}`)
}

function printHead(terminal: Terminal, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) terminal.line(`  ${terminal.paint('dim', `${name}:`)} ${value}`)
}

function printBody(terminal: Terminal, body: JsonValue): void {
  if (body === null || body === '') return
  const lines = JSON.stringify(body, null, 2).split('\n')
  for (const line of lines.slice(0, longestBody)) terminal.line(`  ${line}`)
  if (lines.length > longestBody) terminal.line(`  … ${lines.length - longestBody} more lines`)
}
