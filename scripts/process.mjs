import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']
const graceMs = 10_000
/** What a command that ran out of time ends with, as of timeout(1). */
export const timedOutCode = 124
const parent = process.ppid

/** A signal ended the work: the process ends by the same signal, so that whoever started it sees what happened. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`ended by ${signal}`)
    this.signal = signal
  }
}

/**
 * Runs a command without a shell and waits for it. Signals reach it, and nothing runs on after it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number }} options `quiet` keeps the output
 *   for the caller instead of showing it; `timeout` is in milliseconds
 * @returns {Promise<{ code: number, output: string }>} rejects when the command cannot be started
 */
export function run(command, args, { cwd, env = process.env, quiet = false, timeout }) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const child = spawn(command, args, { cwd, env, stdio, windowsHide: true })
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text
    })

    let interruptedBy
    let timedOut = false
    const timers = []
    const end = (signal) => {
      child.kill(signal)
      timers.push(setTimeout(() => child.kill('SIGKILL'), graceMs))
    }
    const forward = (signal) => {
      // A terminal has sent Ctrl-C to the whole group already: sent twice, it would cut the clean-up short.
      const alreadyDelivered = signal === 'SIGINT' && process.stdin.isTTY
      if (interruptedBy !== undefined) child.kill('SIGKILL')
      else end(alreadyDelivered ? 0 : signal)
      interruptedBy ??= signal
    }
    const outOfTime = () => {
      timedOut = true
      end('SIGTERM')
    }
    if (timeout !== undefined) timers.push(setTimeout(outOfTime, timeout))
    for (const signal of forwarded) process.on(signal, forward)
    const watch = whenAbandoned(() => forward('SIGTERM'))
    const settle = (answer) => {
      for (const timer of timers) clearTimeout(timer)
      clearInterval(watch)
      for (const signal of forwarded) process.off(signal, forward)
      answer()
    }

    child.on('error', (error) => settle(() => reject(error)))
    child.on('close', (code, signal) =>
      settle(() => {
        if (interruptedBy !== undefined) reject(new Interrupted(interruptedBy))
        else resolve({ code: timedOut ? timedOutCode : (code ?? 128 + (constants.signals[signal] ?? 0)), output })
      }),
    )
  })
}

/**
 * npm passes a signal on to its shell, and not every shell passes it on to us: a script whose shell is gone was ended
 * with it. What was started by hand may well outlive the shell it was started from.
 */
function whenAbandoned(end) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    end()
  }, 250)
  return watch.unref()
}

/** @param {NodeJS.Signals} signal */
export function endLike(signal) {
  process.exitCode = 128 + constants.signals[signal]
  process.kill(process.pid, signal)
}
