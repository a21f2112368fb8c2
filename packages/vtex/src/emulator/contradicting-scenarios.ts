import { altered, constructed, contract, type Entry } from './stage.ts'

/** The provider's answer contradicts what was asked, or itself. */
export const contradictingScenarios = {
  'echo-other-payment': {
    title: "settled, another payment's id comes back",
    source: constructed,
    kept: true,
    answer: altered((body, { paymentId }) =>
      body.replace(`"paymentId":${JSON.stringify(paymentId)}`, '"paymentId":"0123456789ABCDEF0123456789ABCDEF"'),
    ),
  },
  'echo-other-request': {
    title: 'settled, another request id comes back',
    source: `${contract}: its own pair of samples does this`,
    kept: true,
    answer: altered((body, { requestId }) =>
      body.replace(`"requestId":${JSON.stringify(requestId)}`, '"requestId":"DCEAA1FC8372E430E8236649DB5EBD08E"'),
    ),
  },
  'echo-missing-payment': {
    title: 'settled, the payment is not named',
    source: constructed,
    kept: true,
    answer: altered((body) => body.replace(/"paymentId":"(?:[^"\\]|\\.)*",/, '')),
  },
  'echo-missing-request': {
    title: 'settled, the request is not named',
    source: constructed,
    kept: true,
    answer: altered((body) => body.replace(/,"requestId":"(?:[^"\\]|\\.)*"/, '')),
  },
  'failure-other-request': {
    title: 'not yet, for another request id',
    source: constructed,
    answer: (stage) =>
      stage.failure(500, 'ERR123', 'Try again', {
        paymentId: stage.paymentId,
        requestId: 'DCEAA1FC8372E430E8236649DB5EBD08E',
      }),
  },
  'settle-id-under-500': {
    title: 'settled, and 500',
    source: constructed,
    kept: true,
    answer: altered((body) => body, 500),
  },
  'settle-id-under-404': {
    title: 'settled, and 404',
    source: constructed,
    kept: true,
    answer: altered((body) => body, 404),
  },
  'value-above-asked': {
    title: 'settled, and says twice as much',
    source: constructed,
    kept: true,
    answer: altered((body, stage) => body.replace(`"value":${stage.value}`, `"value":${stage.times(2)}`)),
  },
  'value-in-cents': {
    title: 'settled, the value in cents',
    source: "third-party descriptions of the protocol take values for cents; VTEX's merchant API does use them",
    kept: true,
    answer: altered((body, stage) => body.replace(`"value":${stage.value}`, `"value":${stage.times(100)}`)),
  },
  'value-zero': {
    title: "a settlement's id, and nothing settled",
    source: constructed,
    answer: (stage) => stage.done({ id: 'NOTHING-OF-IT', value: '0' }),
  },
  'value-noise': {
    title: 'settled, the value with the noise of a float',
    source: 'known issue 698005: xx.98999… in the gateway of VTEX itself',
    kept: true,
    answer: altered((body, { value }) =>
      body.replace(`"value":${value}`, `"value":${value}${value.includes('.') ? '' : '.00'}0000000000001`),
    ),
  },
} satisfies Record<string, Entry>
