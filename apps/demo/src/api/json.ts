import * as v from 'valibot'

/** Anything JSON can say. What it means is said where it comes from. */
export const json = v.unknown()

export const money = v.object({ amount: v.string(), currency: v.string() })

export const time = v.pipe(v.string(), v.isoTimestamp())

/** Short text from a user: a name, an id, a value typed into a form. */
export const shortText = v.pipe(v.string(), v.maxLength(4_000))
