#!/usr/bin/env node
import { runCli } from './cli.ts'

process.exitCode = await runCli({
  args: process.argv.slice(2),
  environment: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
})
