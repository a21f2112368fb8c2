import type { ReceivedNotification } from '../../../src/api/notification.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { clockTime } from '../ui/time.ts'
import { notificationsText } from './notifications-text.ts'

/** What the package made of a notification. */
export function ReceivedRow({ received }: { readonly received: ReceivedNotification }) {
  const text = useTexts(notificationsText)
  const { at, provider, trusted } = received
  return (
    <li className="received">
      <Verdict received={received} />
      <span className="muted">
        {provider} · <time dateTime={at}>{clockTime(at)}</time>
      </span>
      {received.reason === null ? null : (
        <p lang="en">
          <code>{received.reason}</code> {received.message}
        </p>
      )}
      {Object.keys(trusted).length === 0 ? null : (
        <dl className="trusted" aria-label={text.trusted}>
          {Object.entries(trusted).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

export function Verdict({ received: { status, duplicate } }: { readonly received: ReceivedNotification }) {
  const text = useTexts(notificationsText)
  const tone = status === 'rejected' ? 'notMoved' : duplicate ? 'open' : 'moved'
  return (
    <span className={`pill ${tone}`}>
      <Icon name={status === 'rejected' ? 'cross' : duplicate ? 'replay' : 'check'} />{' '}
      {status === 'rejected' ? text.rejected : duplicate ? text.verifiedAgain : text.verified}
    </span>
  )
}
