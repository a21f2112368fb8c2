import type { Answer } from './answers.ts'
import { altered, constructed, type Entry, html, page, type Stage } from './stage.ts'

/** Settles, and then says something that is not the answer. */
function damaged(body: string, status = 200, headers: Readonly<Record<string, string>> = {}) {
  return (stage: Stage): Answer => {
    stage.act()
    return { status, headers, body }
  }
}

/** The answer cannot be read, or is somebody else's. */
export const unreadableScenarios = {
  'value-missing': {
    title: 'settled, without a value',
    source: constructed,
    kept: true,
    answer: altered((body, { value }) => body.replace(`"value":${value},`, '')),
  },
  'value-comma': {
    title: 'settled, the value in quotes with a comma',
    source: 'Implementing a payment provider: "29,90" in its sample of a Create Payment',
    kept: true,
    answer: altered((body, { value }) => body.replace(`"value":${value}`, `"value":"${value.replace('.', ',')},0"`)),
  },
  'settle-id-number': {
    title: 'settled, settleId is a number',
    source: constructed,
    kept: true,
    answer: altered((body, { idField }) => body.replace(new RegExp(`"${idField}":"[^"]*"`), `"${idField}":67012142`)),
  },
  'garbage-html': {
    title: 'settled, and a web page comes back',
    source: constructed,
    answer: damaged(page, 200, html),
  },
  'garbage-json': {
    title: 'settled, and the JSON ends early',
    source: constructed,
    answer: (stage) => {
      const { status, body } = stage.done(stage.act())
      return { status, body: body.slice(0, 20) }
    },
  },
  'empty-200': {
    title: 'settled, and an empty body comes back',
    source: constructed,
    answer: damaged(''),
  },
  'server-error': {
    title: "500 with a gateway's own body, nothing settled",
    source: constructed,
    answer: () => ({ status: 500, body: '{"message":"Internal server error","requestId":"7a1e-of-the-gateway"}' }),
  },
  'server-error-settled': {
    title: "settled, and 502 with a gateway's own body",
    source: constructed,
    answer: damaged('{"message":"Bad gateway"}', 502),
  },
  redirect: {
    title: '302 to a sign-in page',
    source: constructed,
    answer: () => ({ status: 302, headers: { location: 'https://elsewhere.invalid/' }, body: '' }),
  },
} satisfies Record<string, Entry>
