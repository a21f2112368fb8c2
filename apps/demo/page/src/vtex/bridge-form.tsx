import { type FormEvent, useId, useState } from 'react'
import type { SettlementInput } from '../../../src/api/vtex.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import type { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { named } from '../text/texts.ts'
import { useTitles } from '../titles/titles.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { Failed } from '../ui/states.tsx'
import { vtexText } from './vtex-text.ts'

/** A settlement that VTEX asks for, and what goes wrong on either hop. */
export function BridgeForm({
  error,
  onSettle,
}: {
  readonly error: ApiError | null
  onSettle(order: SettlementInput): Promise<void>
}) {
  const text = useTexts(vtexText)
  const titles = useTitles()
  const { faults } = useCatalogue()
  const id = useId()
  const [bridge, setBridge] = useState<'mercadopago' | 'pipwave'>('mercadopago')
  const [amount, setAmount] = useState('45.00')
  const [fault, setFault] = useState('')
  const [hop, setHop] = useState<'vtex' | 'provider'>('provider')
  const [moved, setMoved] = useState<'after' | 'before'>('after')
  const wrong = error?.about('amount') ?? null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const chosen = fault === '' ? {} : { hop, fault: { name: fault, moved: moved === 'after' } }
    void onSettle({ bridge, amount, ...chosen })
  }
  return (
    <form className="card bench-form" onSubmit={submit} noValidate>
      <Segments
        label={text.behind}
        value={bridge}
        options={[
          ['mercadopago', 'Mercado Pago (BRL)'],
          ['pipwave', 'pipwave (MYR)'],
        ]}
        onChange={setBridge}
      />
      <div className="field">
        <label htmlFor={`${id}-amount`}>{text.amount}</label>
        <input
          id={`${id}-amount`}
          inputMode="decimal"
          value={amount}
          aria-invalid={wrong === null ? undefined : true}
          aria-describedby={wrong === null ? undefined : `${id}-wrong`}
          onChange={(event) => setAmount(event.target.value)}
        />
        {wrong === null ? null : (
          <p className="error" id={`${id}-wrong`} lang="en">
            {wrong}
          </p>
        )}
      </div>
      <div className="field">
        <label htmlFor={`${id}-fault`}>{text.fault}</label>
        <select id={`${id}-fault`} value={fault} onChange={(event) => setFault(event.target.value)}>
          <option value="">{text.noFault}</option>
          {faults
            .filter(({ reaches }) => reaches !== 'never')
            .map((one) => (
              <option key={one.name} value={one.name}>
                {one.name} — {named(titles.faults, one.name, one.title)}
              </option>
            ))}
        </select>
      </div>
      {fault === '' ? null : (
        <>
          <Segments
            label={text.hop}
            value={hop}
            options={[
              ['vtex', text.hopVtex],
              ['provider', text.hopProvider],
            ]}
            onChange={setHop}
          />
          <Segments
            label={text.when}
            value={moved}
            options={[
              ['after', text.after],
              ['before', text.before],
            ]}
            onChange={setMoved}
          />
        </>
      )}
      {error !== null && wrong === null ? <Failed error={error} /> : null}
      <button type="submit" className="button primary">
        {text.settle} <Icon name="arrow" />
      </button>
    </form>
  )
}
