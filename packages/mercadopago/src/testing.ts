/** What `captureContract` of `@cap/core/testing` needs to try this package: for tests of what is built on it. */
export { mercadopagoSubject } from './contract-subject.ts'
export type { OperationEmulator } from './operations/operation-subject.ts'
export { mercadopagoRefundSubject } from './operations/refund-subject.ts'
export { mercadopagoCancelSubject, mercadopagoCaptureAuthorizedSubject } from './operations/update-subjects.ts'
