import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { endings, type RunEnding, type RunSummary } from '../../../src/api/run.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { useDark } from '../ui/theme.ts'
import { duration } from '../ui/time.ts'
import { endingText } from './ending-text.ts'
import { historyText } from './history-text.ts'
import { bucketed, statistics } from './statistics.ts'

const colours: Readonly<Record<RunEnding, string>> = {
  captured: '--moved',
  declined: '--not-moved',
  threw: '--muted',
  pending: '--open',
  unknown: '--open-strong',
  bug: '--accent',
}

/** How long captures took, and how they ended, over time. The same in figures, for those who see no picture. */
export function Charts({ runs }: { readonly runs: readonly RunSummary[] }) {
  const text = useTexts(historyText)
  const names = useTexts(endingText)
  // What is drawn has the colours of the theme.
  useDark()
  const finished = runs.filter(({ ms, ending }) => ms !== null && ending !== null).toReversed()
  const present = endings.filter((ending) => finished.some((run) => run.ending === ending))
  return (
    <div className="charts">
      <figure>
        <figcaption>{text.latency}</figcaption>
        <Latency runs={finished} present={present} />
      </figure>
      <figure>
        <figcaption>{text.outcomes}</figcaption>
        <Outcomes runs={finished} present={present} />
      </figure>
      <table className="statistics">
        <thead>
          <tr>
            <th scope="col">{text.ending}</th>
            <th scope="col">{text.count}</th>
            <th scope="col">{text.median}</th>
            <th scope="col">{text.slowest}</th>
          </tr>
        </thead>
        <tbody>
          {statistics(finished).map(({ ending, count, median, slowest }) => (
            <tr key={ending}>
              <th scope="row">
                <span className={`swatch ${ending}`} /> {names[ending]}
              </th>
              <td>{count}</td>
              <td>{duration(median)}</td>
              <td>{duration(slowest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface ChartProps {
  readonly runs: readonly RunSummary[]
  readonly present: readonly RunEnding[]
}

function Latency({ runs, present }: ChartProps) {
  const names = useTexts(endingText)
  const times = runs.map(({ at }) => Date.parse(at) / 1_000)
  const data: uPlot.AlignedData = [
    times,
    ...present.map((ending) => runs.map((run) => (run.ending === ending ? Math.max(1, run.ms ?? 1) : null))),
  ]
  const series = present.map((ending) => ({
    label: names[ending],
    stroke: colour(ending),
    paths: () => null,
    points: { show: true, size: 7, fill: colour(ending), stroke: colour(ending) },
  }))
  return (
    <Chart
      data={data}
      series={series}
      scales={{ y: { distr: 3, log: 10 } }}
      format={(_, values) => values.map((value) => (value === null || !isPower(value) ? '' : duration(value)))}
    />
  )
}

function Outcomes({ runs, present }: ChartProps) {
  const names = useTexts(endingText)
  const buckets = bucketed(runs)
  const bars = uPlot.paths.bars?.({ size: [0.8, 48], align: 0 })
  // Stacked: each series is drawn from the ground to the sum of those below it, the tallest first.
  const sums = present.map((_, index) =>
    buckets.map(({ counts }) => present.slice(0, index + 1).reduce((sum, ending) => sum + (counts[ending] ?? 0), 0)),
  )
  const data: uPlot.AlignedData = [buckets.map(({ at }) => at / 1_000), ...sums.toReversed()]
  const series = present.toReversed().map((ending) => ({
    label: names[ending],
    fill: colour(ending),
    stroke: colour(ending),
    width: 0,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  }))
  return (
    <Chart
      data={data}
      series={series}
      scales={{ y: { range: (_: uPlot, __: number, most: number) => [0, Math.max(1, most) * 1.1] } }}
      format={(_, values) => values.map((value) => (Number.isInteger(value) ? String(value) : ''))}
    />
  )
}

function Chart({
  data,
  series,
  scales,
  format,
}: {
  readonly data: uPlot.AlignedData
  readonly series: readonly uPlot.Series[]
  readonly scales: uPlot.Scales
  readonly format: (plot: uPlot, values: (number | null)[]) => string[]
}) {
  const { language } = useLanguage()
  const dark = useDark()
  const place = useRef<HTMLDivElement>(null)
  const shown = JSON.stringify(data)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const axis = { stroke: css('--muted'), grid: { stroke: css('--line'), width: 1 }, ticks: { show: false } }
    const plot = new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: 220,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true }, ...scales },
        series: [{}, ...series],
        axes: [axis, { ...axis, size: 64, values: format as uPlot.Axis.DynamicValues }],
      },
      data,
      element,
    )
    const observer = new ResizeObserver(() => plot.setSize({ width: Math.max(200, element.clientWidth), height: 220 }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [shown, language, dark])
  return <div ref={place} className="chart" aria-hidden="true" />
}

function isPower(value: number): boolean {
  return Number.isInteger(Math.log10(value))
}

/** Canvas knows no custom properties: the colour of the theme, as it is now. */
function css(name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function colour(ending: RunEnding): string {
  return css(colours[ending])
}
