import type { CaptureOutcome, UnknownCause } from '@cap/core'
import { expect, it } from 'vitest'
import { defaultSchedule } from '../options.ts'
import { nextQuestion } from './schedule.ts'

const unknown = (cause: UnknownCause, needs: 'resolve' | 'person' = 'resolve') =>
  ({ status: 'unknown', cause, needs }) as CaptureOutcome
const minute = 60_000
const day = 24 * 60 * minute

it('asks after 30 s, 2, 5, 10, 20, 35 and 50 minutes, hourly for a day, daily for five, and then a person', () => {
  const asked: number[] = []
  let at = 0
  for (let tries = 0; tries < 100; tries++) {
    const { nextInMs } = nextQuestion(defaultSchedule, tries, at, unknown('no_answer'))
    if (nextInMs === null) break
    at += nextInMs
    asked.push(at / minute)
  }
  expect(asked.slice(0, 9)).toEqual([0.5, 2, 5, 10, 20, 35, 50, 110, 170])
  expect(asked.filter((one) => one * minute < day)).toHaveLength(7 + 23)
  expect(asked.filter((one) => one * minute >= day)).toHaveLength(6)
  expect(asked.at(-1)! * minute).toBeGreaterThanOrEqual(6 * day)
})

it('hands over at once what the provider itself leaves to a person', () => {
  expect(nextQuestion(defaultSchedule, 0, 0, unknown('mismatch', 'person'))).toEqual({ nextInMs: null, person: true })
})

it('goes on looking when only the window for sending again has closed', () => {
  const closed = unknown('replay_window_passed', 'person')
  expect(nextQuestion(defaultSchedule, 8, 2 * 60 * minute, closed)).toEqual({ nextInMs: 60 * minute, person: false })
  expect(nextQuestion(defaultSchedule, 30, 7 * day, closed)).toEqual({ nextInMs: null, person: true })
})
