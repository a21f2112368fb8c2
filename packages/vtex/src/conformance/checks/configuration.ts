import type { Check } from '../check.ts'
import { type Answer, type Presented, randomHex } from '../gateway.ts'
import { came, type Play } from '../play.ts'

const before = "the configuration flow is how VTEX gets a merchant's pair, so it comes before there is one"

/** The optional flow by which a merchant logs in at the provider, and VTEX fetches the pair. */
export const configurationChecks: readonly Check[] = [
  {
    id: 'configuration.token',
    title: 'POST /authorization/token is answered with a token',
    rule: 'the answer is 200 with applicationId "vtex" and a token (OpenAPI, Create Authorization Token)',
    change: 'answer 200 with applicationId, as it came, and a token that is not empty',
    needs: ['configuration'],
    async run(play) {
      const answer = await token(play)
      const { applicationId, token: made } = answer.json ?? {}
      if (applicationId !== 'vtex') play.fail(`applicationId is ${JSON.stringify(applicationId)}, and must be "vtex"`)
      if (typeof made !== 'string' || made === '') play.fail(`token is ${JSON.stringify(made)}`)
    },
  },
  {
    id: 'configuration.public',
    title: 'the configuration flow needs no credentials',
    rule: `${before} (configuration flow guide)`,
    change: 'leave /authorization/* out of the authentication: what protects it are the token and the code',
    needs: ['configuration', 'credentials'],
    async run(play) {
      await token(play)
      const answer = await ask(play, 'none')
      if (answer.status !== 200) play.fail(`POST /authorization/token without credentials ${came(answer)}`)
    },
  },
  {
    id: 'configuration.fresh-token',
    title: 'each login has a token of its own',
    rule: "a token stands for one merchant that is about to log in, and for its returnUrl: two merchants that share one get each other's",
    change: 'make a random token for each call',
    needs: ['configuration'],
    async run(play) {
      const [one, other] = [await token(play), await token(play)]
      if (one.json?.token === other.json?.token) play.fail('two calls were given the same token')
    },
  },
  {
    id: 'configuration.redirect',
    title: 'GET /authorization/redirect leads to a login',
    rule: "VTEX sends the merchant's browser there, with the token (OpenAPI, Authorization Redirect): it needs a page, or a redirect to one",
    change: 'answer with a page, or with 302 and the absolute URL of one',
    needs: ['configuration'],
    async run(play) {
      const made = (await token(play)).json?.token
      const query = `applicationId=vtex&token=${encodeURIComponent(String(made))}`
      const path = `/authorization/redirect?${query}`
      // A browser has no pair.
      const answer = await play.send({ route: 'other', path, body: null, credentials: 'none', testSuite: false })
      if (answer.status === 200) return
      const location = answer.headers.location ?? ''
      const leads =
        [302, 303, 307, 308].includes(answer.status) && /^https?:\/\//i.test(location) && URL.canParse(location)
      if (!leads) play.fail(`GET /authorization/redirect ${came(answer)}, Location ${JSON.stringify(location)}`)
    },
  },
  {
    id: 'configuration.unknown-code',
    title: 'a code that nobody was given is exchanged for nothing',
    rule: 'GET /authorization/credentials answers the pair of the merchant that logged in (OpenAPI, Authorization Credentials); it is public, so the code is all that protects the pair',
    change: 'look the code up, once, and answer 400 for one that is not known',
    needs: ['configuration'],
    async run(play) {
      await token(play)
      const path = `/authorization/credentials?applicationId=vtex&authorizationCode=${randomHex(16)}`
      const answer = await play.send({ route: 'other', path, body: null, credentials: 'none', testSuite: false })
      if (answer.failure !== null) play.fail(`GET /authorization/credentials ${came(answer)}`)
      const { appKey, appToken } = answer.json ?? {}
      if (appKey != null || appToken != null) play.fail('a pair was given for a code that was made up')
    },
  },
]

/** A token, however it has to be asked for. @throws Skipped where the flow is not served */
async function token(play: Play): Promise<Answer> {
  let answer = await ask(play, 'none')
  if (answer.status === 401 || answer.status === 403) answer = await ask(play, 'good')
  const isServed = ![401, 403, 404, 405, 501].includes(answer.status)
  if (!isServed) play.skip(`POST /authorization/token ${came(answer)}: the connector does not offer the flow`)
  if (answer.status !== 200) play.fail(`POST /authorization/token ${came(answer)}`)
  return answer
}

function ask(play: Play, credentials: Presented): Promise<Answer> {
  const body = JSON.stringify({
    applicationId: 'vtex',
    returnUrl: `https://conformance.example.com/provider-return?state=${randomHex(8)}&authorizationCode=`,
  })
  return play.send({ route: 'other', path: '/authorization/token', body, credentials, testSuite: false })
}
