import type { JsonValue } from '@cap/core/http'
import * as v from 'valibot'
import { manifestSchema, problemsOf } from '../answer-schemas.ts'
import type { Check } from '../check.ts'
import type { Answer } from '../gateway.ts'
import { came, type Play } from '../play.ts'

export const manifestChecks: readonly Check[] = [
  {
    id: 'manifest.public',
    title: 'GET /manifest is answered without credentials',
    rule: 'GET /manifest is public: VTEX calls it without the key headers (OpenAPI of the protocol, security: [])',
    change: 'leave GET /manifest out of the authentication',
    async run(play) {
      const { manifest } = play.methods
      if (manifest.status !== 200) play.fail(`GET /manifest without credentials ${came(manifest)}`)
    },
  },
  {
    id: 'manifest.schema',
    title: 'the manifest has the documented form',
    rule: 'the manifest lists paymentMethods, each with a name and allowsSplit of onAuthorize, onCapture or disabled; autoSettleDelay is text of whole hours; at most 3 metadataFields of 20 characters (OpenAPI, GET /manifest)',
    change: 'write the manifest as the OpenAPI document describes it',
    async run(play) {
      const result = v.safeParse(manifestSchema, (await readable(play)).json)
      if (!result.success) play.fail(`the manifest is not well-formed: ${problemsOf(result.issues)}`)
    },
  },
  {
    id: 'manifest.names',
    title: 'the manifest names nothing twice',
    rule: 'a payment method is named in each call by its name alone, and a setting by that of its custom field (OpenAPI, GET /manifest, Create Payment)',
    change: 'give each payment method and each custom field a name of its own',
    async run(play) {
      const listed = await readable(play)
      for (const list of ['paymentMethods', 'customFields'] as const) {
        const names = namesOf(listed.json?.[list])
        const twice = names.find((name, index) => names.indexOf(name) < index)
        if (twice !== undefined) play.fail(`${list} of the manifest has ${JSON.stringify(twice)} twice`)
      }
    },
  },
  {
    id: 'manifest.choices',
    title: 'a custom field to select from offers choices',
    rule: 'a custom field of type select has options, each with a text and a value (OpenAPI, GET /manifest)',
    change: 'give the field options, or make it a field of text',
    async run(play) {
      const { customFields } = (await readable(play)).json ?? {}
      for (const field of Array.isArray(customFields) ? customFields : []) {
        if (typeof field !== 'object' || field === null || Array.isArray(field) || field.type !== 'select') continue
        const { name, options } = field
        const isEmpty = !Array.isArray(options) || options.length === 0
        if (isEmpty) play.fail(`the custom field ${JSON.stringify(name)} is of type select, and has no options`)
      }
    },
  },
]

/** The manifest as whoever is let in reads it: that everybody is, is a check of its own. */
async function readable(play: Play): Promise<Answer> {
  const { manifest } = play.methods
  return manifest.status === 200 ? manifest : play.send({ route: 'manifest', path: '/manifest', body: null })
}

function namesOf(list: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((one: JsonValue) =>
    typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? [one.name] : [],
  )
}
