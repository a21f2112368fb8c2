import { type FormEvent, useId, useState } from 'react'
import { type Defect, defects, type NotificationInput, type NotificationSent } from '../../../src/api/notification.ts'
import { ApiError, api } from '../api/client.ts'
import { useStatus } from '../api/live.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { UrlField } from '../ui/url-field.tsx'
import { notificationsText } from './notifications-text.ts'
import { ReceivedRow } from './received-row.tsx'
import { SentNotification } from './sent-notification.tsx'

/** Signed notifications, valid or broken on purpose, and what becomes of them. */
export function NotificationsPage() {
  const text = useTexts(notificationsText)
  const id = useId()
  const { connections } = useStatus()
  const [provider, setProvider] = useState<NotificationInput['provider']>('mercadopago')
  const [defect, setDefect] = useState<Defect>('none')
  const [target, setTarget] = useState<'harness' | 'url'>('harness')
  const [url, setUrl] = useState('http://127.0.0.1:3000/webhooks')
  const [sent, setSent] = useState<NotificationSent | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [received, again] = useLoaded(`received ${connections} ${sent?.id ?? ''}`, api.notifications)
  const wrong = error?.about('url') ?? null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      setSent(await api.notify({ provider, defect, ...(target === 'url' ? { url } : {}) }))
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    }
  }
  return (
    <div className="bench-page">
      <h1>{text.title}</h1>
      <p className="lead">{text.lead}</p>
      <div className="bench-columns">
        <section className="bench-column" aria-labelledby={`${id}-make`}>
          <h2 id={`${id}-make`}>{text.make}</h2>
          <form className="card bench-form" onSubmit={(event) => void submit(event)} noValidate>
            <Segments
              label={text.provider}
              value={provider}
              options={[
                ['mercadopago', 'Mercado Pago'],
                ['pipwave', 'pipwave IPN'],
              ]}
              onChange={setProvider}
            />
            <fieldset className="choice">
              <legend>{text.defect}</legend>
              <div className="defects">
                {defects.map((one) => (
                  <label key={one} className="fault">
                    <input
                      type="radio"
                      name={`${id}-defect`}
                      checked={defect === one}
                      onChange={() => setDefect(one)}
                    />
                    <span>
                      <strong>{text[one]}</strong>
                      <small>{text[`${one}-means`]}</small>
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <Segments
              label={text.target}
              value={target}
              options={[
                ['harness', text.toHarness],
                ['url', text.toUrl],
              ]}
              onChange={setTarget}
            />
            {target === 'url' ? (
              <UrlField label={text.url} help={text.urlHelp} value={url} wrong={wrong} onChange={setUrl} />
            ) : null}
            {error !== null && wrong === null ? <Failed error={error} /> : null}
            <button type="submit" className="button primary">
              {text.send} <Icon name="arrow" />
            </button>
          </form>
          {sent === null ? null : <SentNotification sent={sent} />}
        </section>
        <section className="bench-column" aria-labelledby={`${id}-received`}>
          <h2 id={`${id}-received`}>{text.received}</h2>
          <p className="muted">
            {text.receivedLead} <code>/hooks/mercadopago</code>, <code>/hooks/pipwave</code>
          </p>
          {received.state === 'failed' ? <Failed error={received.error} again={again} /> : null}
          {received.state === 'ready' && received.value.received.length === 0 ? (
            <Empty icon="link" title={text.noneYet}>
              {text.noneYetMore}
            </Empty>
          ) : null}
          {received.state === 'ready' && received.value.received.length > 0 ? (
            <ul className="checks">
              {received.value.received.map((one) => (
                <ReceivedRow key={one.id} received={one} />
              ))}
            </ul>
          ) : null}
        </section>
      </div>
    </div>
  )
}
