import type { ReactNode } from 'react'

/** A table that scrolls by itself, when it is too long or too wide. */
export function TableFrame({
  label,
  columns,
  tall = false,
  children,
}: {
  readonly label: string
  readonly columns: readonly string[]
  readonly tall?: boolean
  readonly children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={`table-frame ${tall ? 'tall' : ''}`} tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
