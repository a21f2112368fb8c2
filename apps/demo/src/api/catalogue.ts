import * as v from 'valibot'

const field = v.object({
  name: v.string(),
  /** What to write; a field without is a switch. */
  placeholder: v.nullable(v.string()),
  help: v.string(),
  /** Where it goes in the package's request or options, with dots; null for what is only of the emulator. */
  path: v.nullable(v.string()),
  choices: v.nullable(v.array(v.string())),
  fallback: v.nullable(v.string()),
  emulatorOnly: v.boolean(),
  secret: v.boolean(),
})

const scenario = v.object({ name: v.string(), title: v.string(), source: v.string() })

const sandbox = v.object({
  armed: v.boolean(),
  /** Base URL that is called; null while it is not armed. */
  url: v.nullable(v.string()),
  /** Why it is not armed: which variable is missing or refused. */
  why: v.nullable(v.string()),
  variables: v.array(v.string()),
})

const provider = v.object({
  name: v.string(),
  title: v.string(),
  /** A repeated request is recognised by its key. */
  keyed: v.boolean(),
  /** The payment is read before it is captured. */
  readsFirst: v.boolean(),
  fields: v.array(field),
  /** Values of a capture that goes through. */
  plain: v.record(v.string(), v.union([v.string(), v.literal(true)])),
  scenarios: v.array(scenario),
  sandbox,
})

const fault = v.object({
  name: v.string(),
  title: v.string(),
  reaches: v.picklist(['never', 'may', 'always']),
  /** Once, and with a key to repeat the request under, the call still ends captured. */
  passing: v.boolean(),
})

/** Everything that can be filled in, played and broken. Does not change while the harness runs. */
export const catalogueSchema = v.object({ providers: v.array(provider), faults: v.array(fault) })

export type Catalogue = v.InferOutput<typeof catalogueSchema>
export type ProviderInfo = v.InferOutput<typeof provider>
export type FieldInfo = v.InferOutput<typeof field>
export type FaultInfo = v.InferOutput<typeof fault>
