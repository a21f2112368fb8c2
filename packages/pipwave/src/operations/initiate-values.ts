import { isoTime } from '@cap/core/http'
import * as v from 'valibot'
import { text } from '../field-schema.ts'

/** Values that only an initiation has. */

export const short = v.optional(text(255))

export const phoneCode = v.pipe(text(3), v.regex(/^\d{1,3}$/, 'must be one to three digits, without "+"'))

/** Declared `decimal(11,2)`, though its sample is a whole number. */
export const quantity = v.union(
  [
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999_999)),
    v.pipe(
      v.string(),
      v.regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,2})?$/),
      v.check((value) => /[1-9]/.test(value)),
    ),
  ],
  'must be a whole number from 1 on, or decimal text such as "2.5" with at most two decimals',
)

const aTime = 'must be a time with its zone, such as 2026-01-31T12:00:00Z'

/** A time, as ISO 8601, in whole seconds since 1970. */
export const unixSeconds = v.pipe(
  v.string(aTime),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/, aTime),
  v.transform((value) => Math.floor(Date.parse(value) / 1000)),
  v.check((value) => value >= 0, 'must be a time of the calendar, since 1970'),
)

/** How often a subscription's fee is charged again. */
export interface Subscription {
  /** A code such as `MONTHLY`, at most 32 characters. The page refers to a list that it does not have, so any is sent. */
  readonly frequency: string
  /**
   * The next day that is charged, and the day of the month of all that follow: `2016-03-01`, in GMT. For `MONTHLY`, which
   * requires it, and for nothing else: pipwave ignores it there.
   */
  readonly monthlyChargeDay?: string | undefined
}

const isMonthly = (frequency: string) => frequency.toUpperCase() === 'MONTHLY'
const aDay = 'must be a day of the calendar, such as 2016-03-01'

/** A flag, and what it makes required: here it is set by the rest being there. */
export const subscription = v.pipe(
  v.strictObject({
    frequency: text(32),
    monthlyChargeDay: v.optional(
      v.pipe(
        v.string(aDay),
        v.regex(/^\d{4}-\d\d-\d\d$/, aDay),
        v.check((day) => isoTime(Date.parse(day)).slice(0, 10) === day, aDay),
      ),
    ),
  }),
  v.check(
    ({ frequency, monthlyChargeDay }) => isMonthly(frequency) === (monthlyChargeDay !== undefined),
    'must have a monthlyChargeDay if frequency is MONTHLY, and only then',
  ),
)

/** The type is called "unix datetime", and the sample is this text: the sample is followed, as no other page has a type of the name. */
export function wireSubscription({ frequency, monthlyChargeDay }: v.InferOutput<typeof subscription>) {
  return {
    subscription: true,
    subscription_frequency: frequency,
    ...(monthlyChargeDay === undefined ? {} : { subscription_monthly_charge_day: `${monthlyChargeDay} 00:00:00` }),
  }
}

/** What comes back with a redirect or a notification. A type alias, so that its three places are a list. */
export type ExtraParams = readonly string[]

export const extraParams = v.optional(
  v.pipe(
    v.array(text(255)),
    v.minLength(1, 'must not be empty: leave it out instead'),
    v.maxLength(3, 'must have at most 3 texts'),
  ),
)

/** `redirect_extra_param1` to `3`, and the like. */
export function wireExtraParams(name: string, params: ExtraParams = []): Record<string, string> {
  return Object.fromEntries(params.map((param, index) => [`${name}_extra_param${index + 1}`, param]))
}
