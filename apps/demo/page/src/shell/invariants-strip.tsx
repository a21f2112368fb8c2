import { useStatus } from '../api/live.ts'
import { useTexts } from '../text/language.tsx'
import { invariantsText } from './invariants-text.ts'

/** The product's promise in numbers, always in view. */
export function InvariantsStrip() {
  const text = useTexts(invariantsText)
  const { status } = useStatus()
  const invariants = status?.invariants
  const { captures = 0, applied = 0, acknowledged = 0, unknown = 0, duplicates = 0, violated = 0 } = invariants ?? {}
  const broken = duplicates + violated > 0
  const idle = captures + applied + acknowledged + unknown + violated === 0
  const promise = broken ? 'broken' : idle ? 'idle' : 'held'
  const figures = [
    { name: 'applied', value: applied, tone: 'plain' },
    { name: 'acknowledged', value: acknowledged, tone: 'plain' },
    { name: 'unknown', value: unknown, tone: unknown > 0 ? 'unknown' : 'plain' },
    { name: 'duplicates', value: duplicates, tone: duplicates > 0 ? 'bad' : 'plain' },
  ] as const
  return (
    <section className={`invariants ${promise}`} aria-label={text.title}>
      <dl>
        {figures.map(({ name, value, tone }) => (
          <div key={name} className={tone} title={text[`${name}Means`]}>
            <dt>{text[name]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="promise">
        <span className="dot" />
        {text[promise]}
      </p>
    </section>
  )
}
