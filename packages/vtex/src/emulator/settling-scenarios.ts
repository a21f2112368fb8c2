import { altered, constructed, contract, type Entry, page2020 } from './stage.ts'

/** The provider settles, and says so in one of the documented ways. */
export const settlingScenarios = {
  settled: {
    title: 'settled in full',
    source: contract,
    answer: (stage) => stage.done(stage.act()),
  },
  'settled-null-message': {
    title: 'settled, code and message null as in the guides',
    source: 'Implementing a payment provider, guide of 2026-05-12',
    kept: true,
    answer: (stage) => stage.done(stage.act(), { code: null, message: null }),
  },
  'settled-bare': {
    title: 'settled, code and message left out',
    source: `${page2020}: both are optional there`,
    kept: true,
    answer: altered((body) => body.replace(/"code":null,"message":"[^"]*",/, '')),
  },
  'settled-quoted-value': {
    title: 'settled, the value in quotes',
    source: `${constructed}; a guide's Create Payment sample quotes its value`,
    kept: true,
    answer: altered((body, { value }) => body.replace(`"value":${value}`, `"value":"${value}"`)),
  },
  'settled-201': {
    title: 'settled, with 201',
    source: constructed,
    kept: true,
    answer: altered((body) => body, 201),
  },
  short: {
    title: 'settled 60 % of what was asked',
    source: 'Implementing a payment provider: the value of the answer may be smaller',
    kept: true,
    answer: (stage) => stage.done(stage.act(60)),
  },
} satisfies Record<string, Entry>
