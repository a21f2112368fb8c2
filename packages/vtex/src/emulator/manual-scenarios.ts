import { constructed, type Entry, page2020 } from './stage.ts'

const refundContract = 'OpenAPI of the Payment Provider Protocol, POST /payments/{paymentId}/refunds'
const cancelContract = 'OpenAPI of the Payment Provider Protocol, POST /payments/{paymentId}/cancellations'

/** The provider does nothing, and wants a person to. */
export const manualScenarios = {
  refund: {
    'refund-manually': {
      title: 'by hand: 501 with the failure body',
      source: refundContract,
      answer: (stage) => stage.failure(501, 'refund-manually', 'This payment needs to be manually refunded'),
    },
    'refund-manually-200': {
      title: 'by hand: 200 with the failure body',
      source: page2020,
      answer: (stage) => stage.failure(200, 'refund-manually', 'Refund should be done manually'),
    },
    'refund-manually-with-value': {
      title: 'by hand, and says that it refunded all the same',
      source: constructed,
      answer: (stage) => {
        const { status, body } = stage.failure(200, 'refund-manually', 'Refund should be done manually')
        return { status, body: body.replace('"value":0', `"value":${stage.value}`) }
      },
    },
    'cancel-manually': {
      title: 'the code of a cancellation in a refund',
      source: constructed,
      answer: (stage) => stage.failure(501, 'cancel-manually', 'Cancellation should be done manually'),
    },
  },
  cancel: {
    'cancel-manually': {
      title: 'by hand: 501 with the failure body',
      source: cancelContract,
      answer: (stage) => stage.failure(501, 'cancel-manually', 'This payment needs to be manually cancelled'),
    },
    'cancel-manually-200': {
      title: 'by hand: 200 with the failure body',
      source: constructed,
      answer: (stage) => stage.failure(200, 'cancel-manually', null),
    },
    'refund-manually': {
      title: 'the code of a refund in a cancellation',
      source: constructed,
      answer: (stage) => stage.failure(501, 'refund-manually', 'Refund should be done manually'),
    },
  },
} satisfies Record<string, Record<string, Entry>>
