import type { Verdict } from './engine/verdict.ts'

/** What a command's exit tells a script. Listed in `--help`. */
export const exitCode = {
  ok: 0,
  violated: 1,
  usage: 2,
  declined: 3,
  threw: 4,
  open: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** The exit of one capture, by its verdict. */
export const exitOfCapture: Readonly<Record<Verdict['kind'], ExitCode>> = {
  captured: exitCode.ok,
  declined: exitCode.declined,
  threw: exitCode.threw,
  open: exitCode.open,
  bug: exitCode.violated,
}
