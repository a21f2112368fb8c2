/** What `captureContract` of `@cap/core/testing` needs to try this package: for tests of what is built on it. */
export { pipwaveSubject } from './contract-subject.ts'
export { pipwaveCancelSubject, pipwaveChangeSubject, pipwaveRefundSubject } from './operations/contract-subjects.ts'
