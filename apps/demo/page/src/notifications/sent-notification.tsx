import type { NotificationSent } from '../../../src/api/notification.ts'
import { Code } from '../run/code.tsx'
import { useTexts } from '../text/language.tsx'
import { duration } from '../ui/time.ts'
import { notificationsText } from './notifications-text.ts'
import { Verdict } from './received-row.tsx'

/** What was sent, what it was signed over, and how it was answered. */
export function SentNotification({ sent }: { readonly sent: NotificationSent }) {
  const text = useTexts(notificationsText)
  return (
    <article className="card sent" aria-live="polite">
      <h3>{text.sent}</h3>
      <ol className="replies">
        {sent.replies.map(({ status, body, ms, received }, index) => (
          <li key={`${sent.id} ${index === 0 ? 'first' : 'second'}`}>
            <strong>{status ?? text.noAnswer}</strong> {body.slice(0, 80)} <span className="muted">{duration(ms)}</span>{' '}
            {received === null ? null : <Verdict received={received} />}
            {received?.reason == null ? null : (
              <p className="check-reason" lang="en">
                {received.reason}: {received.message}
              </p>
            )}
          </li>
        ))}
      </ol>
      <p className="line">
        <strong>POST</strong> {sent.url}
      </p>
      <dl className="headers">
        {Object.entries(sent.headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Code json={JSON.parse(sent.body) as unknown} />
      <h4>{text.signedText}</h4>
      <Code text={sent.signatureBase} />
    </article>
  )
}
