import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import type { BatchPoint } from '../../../src/api/batch.ts'
import { onThemeChange } from '../ui/theme.ts'

const height = 200

/** Captures a second over the time of a batch. Colours are those of the page's theme, read when it is drawn. */
export function ThroughputChart({
  points,
  seconds,
  perSecond,
}: {
  readonly points: readonly BatchPoint[]
  readonly seconds: string
  readonly perSecond: string
}) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const color = (name: 'color' | 'borderTopColor' | 'outlineColor' | 'caretColor') => () =>
      getComputedStyle(element)[name]
    const axis = { stroke: color('color'), grid: { stroke: color('borderTopColor'), width: 1 }, ticks: { show: false } }
    const font = `12px ${getComputedStyle(element).fontFamily}`
    const made = new uPlot(
      {
        width: element.clientWidth,
        height,
        scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.1)] } },
        legend: { live: true },
        cursor: { y: false },
        axes: [
          { ...axis, font, values: (_, ticks) => ticks.map((tick) => `${tick} s`) },
          { ...axis, font, size: 48 },
        ],
        series: [
          { label: seconds, value: (_, value) => (value === null ? '–' : value.toFixed(1)) },
          {
            label: perSecond,
            stroke: color('outlineColor'),
            fill: color('caretColor'),
            width: 2,
            points: { show: false },
            value: (_, value) => (value === null ? '–' : value.toFixed(0)),
          },
        ],
      },
      [[], []],
      element,
    )
    plot.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    const unthemed = onThemeChange(() => made.redraw(false))
    return () => {
      resized.disconnect()
      unthemed()
      made.destroy()
      plot.current = null
    }
  }, [seconds, perSecond])
  useEffect(() => {
    plot.current?.setData([points.map(({ at }) => at / 1_000), points.map((point) => point.perSecond)])
  }, [points, seconds, perSecond])
  return <div ref={host} className="throughput-plot" />
}
