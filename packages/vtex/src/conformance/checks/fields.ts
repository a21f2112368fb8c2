import { number } from '../bodies.ts'
import type { Check } from '../check.ts'
import { randomHex } from '../gateway.ts'

const optional = { tid: undefined, nsu: undefined, sandboxMode: undefined, merchantSettings: undefined }

/** Ids and fields of a settlement. */
export const fieldChecks: readonly Check[] = [
  {
    id: 'fields.five',
    title: 'a settlement with the five required fields only',
    rule: 'required are transactionId, requestId, paymentId, value and authorizationId; everything else may be missing (OpenAPI, Settle)',
    change: 'make tid, nsu, recipients, sandboxMode, merchantSettings and connectorMetadata optional',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const answer = await play.settleSoon(payment, { fields: optional })
      play.expectSettled(answer, 'a settlement with five fields')
    },
  },
  {
    id: 'fields.four',
    title: 'a settlement without authorizationId',
    rule: 'two guides of VTEX settle with paymentId, transactionId, value and requestId only, without authorizationId',
    change: 'find the authorization by paymentId where authorizationId is missing',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const answer = await play.settleSoon(payment, { fields: { ...optional, authorizationId: undefined } })
      play.expectSettled(answer, 'a settlement with four fields')
    },
  },
  {
    id: 'fields.null',
    title: 'optional fields may be null',
    rule: 'an optional field that is null says no more than one that is absent (not documented; the guides write null for what there is not)',
    change: 'read null as absent',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const fields = { tid: null, nsu: null, recipients: null, merchantSettings: null, connectorMetadata: null }
      play.expectSettled(await play.settleSoon(payment, { fields }), 'a settlement with nulls')
    },
  },
  {
    id: 'fields.unknown',
    title: 'unknown fields are ignored',
    rule: 'the contract has grown every year (nsu, merchantSettings, connectorMetadata): a field nobody knew must not stop a capture',
    change: 'parse tolerantly: read what you need, ignore the rest',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const fields = { futureField: { any: ['thing'] }, connectorMetadata: [{ name: 'MetadataName', value: 'x' }] }
      play.expectSettled(await play.settleSoon(payment, { fields }), 'a settlement with an unknown field')
    },
  },
  {
    id: 'fields.authorization-number',
    title: 'authorizationId as a number',
    rule: 'authorizationId is text in the OpenAPI and a number on the page of 2020: take both as the same id',
    change: 'turn a number into its text before comparing',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const id = payment.authorizationId ?? ''
      if (!/^[1-9]\d{0,14}$/.test(id)) play.skip('the connector gives authorizationIds that are no numbers')
      const answer = await play.settleSoon(payment, { fields: { authorizationId: number(id) } })
      play.expectSettled(answer, `a settlement with authorizationId ${id} as a number`)
    },
  },
  {
    id: 'fields.missing',
    title: 'a settlement without an id or a value is refused',
    rule: 'requestId and value are required (OpenAPI, Settle): without a key a retry would capture twice, without a value nobody knows how much',
    change: 'refuse such a body before capturing; never fall back to the whole amount or to a made-up id',
    needs: ['card'],
    async run(play) {
      for (const name of ['requestId', 'value']) {
        const payment = await play.approved()
        const call = play.settlement(payment, { fields: { [name]: undefined } })
        play.expectNotSettled(await play.send({ ...call, asked: undefined }), `a settlement without ${name}`)
        await play.expectRemaining(payment, '100.00', `a refused settlement without ${name}`)
      }
    },
  },
  {
    id: 'ids.path-and-body',
    title: 'a body that names another payment than the path is refused',
    rule: "paymentId stands in the path and in the body: where they differ, either choice would capture a payment that wasn't meant",
    change: 'compare both, and capture neither where they differ',
    needs: ['card'],
    async run(play) {
      const [inPath, inBody] = [await play.approved(), await play.approved()]
      const call = play.settlement(inBody, { call: { path: `/payments/${inPath.paymentId}/settlements` } })
      play.expectNotSettled(await play.send({ ...call, asked: undefined }), 'a settlement with two payment ids')
      await play.expectRemaining(inPath, '100.00', 'a refused settlement')
      await play.expectRemaining(inBody, '100.00', 'a refused settlement')
    },
  },
  {
    id: 'ids.unknown-payment',
    title: 'a payment nobody created is not settled',
    rule: 'a settlement names an authorized payment; for any other there is nothing to capture',
    change: 'answer the failure body for a payment that is not known',
    needs: ['card'],
    async run(play) {
      const unknown = { ...(await play.approved()), paymentId: randomHex(16) }
      play.expectNotSettled(await play.settle(unknown), 'a payment that was never created')
    },
  },
]
