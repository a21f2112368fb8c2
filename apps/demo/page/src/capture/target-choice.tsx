import type { ProviderInfo } from '../../../src/api/catalogue.ts'
import { useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { captureText } from './capture-text.ts'

type Target = 'emulator' | 'sandbox'

/** A sandbox has to be armed by the environment first, and nobody overlooks that it is aimed at. */
export function TargetChoice({
  provider,
  target,
  onChange,
}: {
  readonly provider: ProviderInfo
  readonly target: Target
  onChange(target: Target): void
}) {
  const text = useTexts(captureText)
  const { armed, why, url } = provider.sandbox
  return (
    <fieldset className="target">
      <legend>{text.target}</legend>
      <div className="segments">
        {(['emulator', 'sandbox'] as const).map((one) => (
          <label key={one} className={one === 'sandbox' && !armed ? 'off' : undefined}>
            <input
              type="radio"
              name="target"
              value={one}
              checked={target === one}
              disabled={one === 'sandbox' && !armed}
              onChange={() => onChange(one)}
            />
            {text[one]}
          </label>
        ))}
      </div>
      {armed ? null : (
        <details className="hint">
          <summary>{text.notArmed}</summary>
          <p lang="en">{why}</p>
        </details>
      )}
      {target === 'sandbox' ? (
        <p className="hazard" role="alert">
          <Icon name="warning" />
          <span>
            <strong>{fill(text.sandboxWarning, { provider: provider.title })}</strong> {text.sandboxMore}{' '}
            <code>{url}</code>
          </span>
        </p>
      ) : null}
    </fieldset>
  )
}
