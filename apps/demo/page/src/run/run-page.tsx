import { useRun } from '../api/use-run.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { dayAndTime } from '../ui/time.ts'
import { runText } from './run-text.ts'
import { RunView } from './run-view.tsx'

/** A run's own address. */
export function RunPage({ id }: { readonly id: string }) {
  const text = useTexts(runText)
  const { language } = useLanguage()
  const [loaded, again] = useRun(id)
  return (
    <div className="run-page">
      <h1>
        {text.run} <code>{id}</code>
        {loaded.state === 'ready' ? (
          <time dateTime={loaded.value.at}>{dayAndTime(loaded.value.at, language)}</time>
        ) : null}
      </h1>
      {loaded.state === 'loading' ? <Loading /> : null}
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {loaded.state === 'ready' ? <RunView run={loaded.value} /> : null}
    </div>
  )
}
