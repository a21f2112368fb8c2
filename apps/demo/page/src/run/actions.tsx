import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ReplayOrder } from '../../../src/api/capture.ts'
import type { Run } from '../../../src/api/run.ts'
import { ApiError, api } from '../api/client.ts'
import { learn } from '../api/live.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failed } from '../ui/states.tsx'
import { actionsText } from './actions-text.ts'
import { EditedReplay, SecretFields } from './again.tsx'

/** What may be done with a run now, and why something may not. */
export function Actions({ run }: { readonly run: Run }) {
  const text = useTexts(actionsText)
  const [, go] = useLocation()
  const [error, setError] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const [secrets, setSecrets] = useState<ReplayOrder['values']>({})

  const act = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      setBusy(false)
    }
  }
  const resolve = (how: 'read' | 'replay') =>
    act(async () => learn(await api.resolve(run.id, { how, values: secrets })))
  const replay = (how: ReplayOrder['how'], values: ReplayOrder['values'] = {}) =>
    act(async () => {
      const next = await api.replay(run.id, { how, values: { ...values, ...secrets } })
      learn(next)
      go(`/runs/${next.id}`)
    })
  const { may } = run
  const again = may.replay.filter((how) => how !== 'edited')
  if (may.refused === 'running') return null
  return (
    <section className="actions" aria-label={text.title}>
      {may.resolve.length + may.replay.length === 0 ? null : (
        <SecretFields run={run} values={secrets} error={error} onChange={setSecrets} />
      )}
      {may.resolve.map((how) => (
        <button
          key={how}
          type="button"
          className={how === 'read' ? 'button primary' : 'button'}
          disabled={busy}
          title={text[`${how}Means`]}
          onClick={() => void resolve(how)}
        >
          <Icon name={how === 'read' ? 'search' : 'replay'} /> {text[how]}
        </button>
      ))}
      {again.map((how) => (
        <button
          key={how}
          type="button"
          className="button"
          disabled={busy}
          title={text[`${how}-means`]}
          onClick={() => void replay(how)}
        >
          <Icon name="replay" /> {how === 'same-key' && may.refused === 'unkeyed' ? text.again : text[how]}
        </button>
      ))}
      {may.refused === null || may.refused === 'unkeyed' ? null : <p className="muted">{text[may.refused]}</p>}
      {error === null || error.problem?.errors !== undefined ? null : <Failed error={error} />}
      {may.replay.includes('edited') ? (
        <EditedReplay run={run} busy={busy} error={error} onSend={(values) => void replay('edited', values)} />
      ) : null}
    </section>
  )
}
