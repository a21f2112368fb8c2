import * as v from 'valibot'
import { manifestSchema, problemsOf } from '../answer-schemas.ts'
import type { Check } from '../check.ts'
import { came } from '../play.ts'

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
      const { manifest } = play.methods
      const listed =
        manifest.status === 200 ? manifest : await play.send({ route: 'manifest', path: '/manifest', body: null })
      const result = v.safeParse(manifestSchema, listed.json)
      if (!result.success) play.fail(`the manifest is not well-formed: ${problemsOf(result.issues)}`)
    },
  },
]
