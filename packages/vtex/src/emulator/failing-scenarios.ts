import { constructed, contract, type Entry, html, observed, page, page2020 } from './stage.ts'

/** The provider settles nothing, and says so. */
export const failingScenarios = {
  'pending-500': {
    title: 'not yet: 500 with the failure body',
    source: contract,
    answer: (stage) => stage.failure(500, 'ERR123', 'The settlement has not completed yet'),
  },
  'pending-200-null': {
    title: 'not yet: 200 with settleId null',
    source: `${page2020}, and ${observed}`,
    answer: (stage) => stage.failure(200, 'settle-pending', 'Settlement requested'),
  },
  'pending-202': {
    title: 'not yet: 202 with the failure body',
    source: constructed,
    answer: (stage) => stage.failure(202, 'PROCESSING', 'Settlement accepted'),
  },
  'pending-null-message': {
    title: 'not yet, and nobody says why',
    source: constructed,
    answer: (stage) => stage.failure(500, null, null),
  },
  'pending-without-settle-id': {
    title: 'not yet: the failure body without a settleId',
    source: 'typings of @vtex/payment-provider: settleId may be undefined',
    answer: (stage) => {
      const answer = stage.failure(500, 'ERR123', 'Try again')
      return { ...answer, body: answer.body.replace(`"${stage.idField}":null,`, '') }
    },
  },
  'pending-empty-settle-id': {
    title: 'not yet: settleId is empty text',
    source: constructed,
    answer: (stage) => {
      const answer = stage.failure(200, 'ERR123', 'Try again')
      return { ...answer, body: answer.body.replace(`"${stage.idField}":null`, `"${stage.idField}":""`) }
    },
  },
  'pending-echoing-request': {
    title: 'not yet: the whole request comes back, with settleId null',
    source: observed,
    answer: (stage) => ({
      status: 200,
      body: JSON.stringify({ ...stage.body, [stage.idField]: null, code: 'pending', message: 'processing' }),
    }),
  },
  'refund-manually': {
    title: 'the code of a refund in a settlement: VTEX refunds twice',
    source: `${page2020}: its samples are refunds; known issue 615050`,
    answer: (stage) => stage.failure(200, 'refund-manually', 'Refund should be done manually'),
  },
  'cancel-manually': {
    title: 'the code of a cancellation in a settlement, with 501',
    source: `${contract}: 501 is documented for cancellations and refunds only`,
    answer: (stage) => stage.failure(501, 'cancel-manually', 'Cancellation should be done manually'),
  },
  'unauthorized-failure': {
    title: '401 with the failure body',
    source: constructed,
    answer: (stage) => stage.failure(401, 'UNAUTHORIZED', 'Unknown key'),
  },
  'unauthorized-empty': {
    title: '401 with an empty body',
    source: 'VTEX gift card protocol, 2024-05-27: bad credentials are answered with an empty 401',
    answer: () => ({ status: 401, body: '' }),
  },
  'unauthorized-html': {
    title: "401 that is a proxy's",
    source: constructed,
    answer: () => ({ status: 401, headers: html, body: page }),
  },
  'forbidden-failure': {
    title: '403 with the failure body',
    source: constructed,
    answer: (stage) => stage.failure(403, 'FORBIDDEN', 'Not your payment'),
  },
  'bad-request-failure': {
    title: '400 with the failure body',
    source: constructed,
    answer: (stage) => stage.failure(400, 'INVALID', 'Invalid settlement'),
  },
  'not-found-failure': {
    title: '404 with the failure body',
    source: constructed,
    answer: (stage) => stage.failure(404, 'PAYMENT_NOT_FOUND', 'No such payment'),
  },
  'rate-limited': {
    title: '429, come back at once',
    source: constructed,
    answer: () => ({ status: 429, headers: { 'retry-after': '0' }, body: '' }),
  },
} satisfies Record<string, Entry>
