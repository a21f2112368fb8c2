import { useSearchParams } from 'wouter'
import type { Run } from '../../../src/api/run.ts'
import { useRun } from '../api/use-run.ts'
import { RunView } from '../run/run-view.tsx'
import { useTexts } from '../text/language.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { compared } from './compared.ts'
import { historyText } from './history-text.ts'

/** Two runs side by side, and first of all what is not the same. */
export function ComparePage() {
  const text = useTexts(historyText)
  const [search] = useSearchParams()
  const one = search.get('a')
  const two = search.get('b')
  return (
    <div className="compare-page">
      <h1>{text.compareTitle}</h1>
      {one === null || two === null ? (
        <Empty icon="copy" title={text.chooseTwo}>
          {text.chooseTwoMore}
        </Empty>
      ) : (
        <Both one={one} two={two} />
      )}
    </div>
  )
}

function Both({ one, two }: { readonly one: string; readonly two: string }) {
  const [first, again] = useRun(one)
  const [second, againSecond] = useRun(two)
  if (first.state === 'failed') return <Failed error={first.error} again={again} />
  if (second.state === 'failed') return <Failed error={second.error} again={againSecond} />
  if (first.state === 'loading' || second.state === 'loading') return <Loading />
  return (
    <>
      <Differences one={first.value} two={second.value} />
      <div className="sides-by-side">
        <RunView run={first.value} linked />
        <RunView run={second.value} linked />
      </div>
    </>
  )
}

function Differences({ one, two }: { readonly one: Run; readonly two: Run }) {
  const text = useTexts(historyText)
  const found = compared(one, two)
  if (found.length === 0) return <p className="muted">{text.noDifference}</p>
  return (
    <div className="matrix-scroll">
      <table className="differences">
        <caption className="visually-hidden">{text.compareTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{text.what}</th>
            <th scope="col">
              <code>{one.id}</code>
            </th>
            <th scope="col">
              <code>{two.id}</code>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ what, first, second }) => (
            <tr key={what}>
              <th scope="row">
                <code>{what}</code>
              </th>
              <td>{first}</td>
              <td>{second}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
