const paths = {
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zm0 13a3 3 0 0 1 3-3h11',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm9 6 6 6-6 6',
  clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  cross: 'M6 6l12 12M18 6 6 18',
  globe: 'M3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18m9 9a9 9 0 1 1-18 0 9 9 0 0 1 18 0',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  moon: 'M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5',
  question: 'M9.2 9a3 3 0 1 1 4.3 2.7c-1 .5-1.5 1.2-1.5 2.3m0 3.5v.1m9-5.6a9 9 0 1 1-18 0 9 9 0 0 1 18 0',
  replay: 'M4 12a8 8 0 1 1 2.6 5.9M4 12V7m0 5h5',
  search: 'm20 20-4.5-4.5m2-4.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0',
  stack: 'm12 3 9 5-9 5-9-5zm-9 9 9 5 9-5m-18 4 9 5 9-5',
  sun: 'M12 3v2m0 14v2m9-9h-2M5 12H3m15.4-6.4L17 7M7 17l-1.4 1.4m12.8 0L17 17M7 7 5.6 5.6M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0',
  system: 'M4 5h16v11H4zm5 15h6m-3-4v4',
  upload: 'M12 16V4m-5 5 5-5 5 5M4 17v3h16v-3',
  warning: 'M12 4 2.5 20h19zm0 6v4.5m0 2.7v.1',
  zap: 'M13 3 5 14h6l-1 7 8-11h-6z',
} as const

export type IconName = keyof typeof paths

/** Drawn, and silent: what it means is said beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
