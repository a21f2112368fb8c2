/** What `captureContract` of `@cap/core/testing` needs to try this package: for tests of what is built on it. */
export { vtexCancelSubject, vtexCreatePaymentSubject, vtexRefundSubject, vtexSubject } from './contract-subject.ts'
