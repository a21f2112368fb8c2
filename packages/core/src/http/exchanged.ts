import type { Attempt } from '../outcome/attempt.ts'
import type { Reply } from './transport.ts'

/** Why an exchange has no answer. */
export type FailureCause = 'no_answer' | 'deadline' | 'aborted' | 'unreadable_answer'

/** What one exchange came to. `sent: 'no'` is a proof. */
export type Exchanged =
  | { readonly kind: 'reply'; readonly reply: Reply; readonly attempt: Attempt }
  | {
      readonly kind: 'failed'
      readonly sent: 'no' | 'maybe'
      readonly cause: FailureCause
      readonly code: string
      /** Absent when the call was over before the exchange began. */
      readonly attempt: Attempt | null
    }
