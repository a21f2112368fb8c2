/** What `captureContract` of `@cap/core/testing` needs to try this package: for tests of what is built on it. */
export { mercadopagoSubject } from './contract/capture-subject.ts'
export type { OperationEmulator } from './contract/operation-subject.ts'
export { mercadopagoRefundSubject } from './contract/refund-subject.ts'
export { mercadopagoCancelSubject, mercadopagoCaptureAuthorizedSubject } from './contract/update-subjects.ts'
