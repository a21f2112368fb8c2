import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useStatus } from '../api/live.ts'
import { Preferences } from '../preferences/preferences.tsx'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Part } from '../ui/part.tsx'
import { InvariantsStrip } from './invariants-strip.tsx'
import { shellText } from './shell-text.ts'

const places = [
  { path: '/capture', name: 'capture' },
  { path: '/matrix', name: 'matrix' },
  { path: '/batches', name: 'batches' },
  { path: '/vtex', name: 'vtex' },
  { path: '/notifications', name: 'notifications' },
  { path: '/history', name: 'history' },
] as const

/** What is around every page: where one is, where one can go, and whether the promise holds. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const text = useTexts(shellText)
  const [location] = useLocation()
  const { connected, status } = useStatus()
  const main = useRef<HTMLElement>(null)
  const nav = useRef<HTMLElement>(null)
  const section = places.find(({ path }) => location.startsWith(path))?.name
  useEffect(() => {
    // On a narrow screen the sections scroll: where one is has to be in view.
    if (section !== undefined) nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [section])
  useEffect(() => {
    const where = section === undefined ? '' : `${text[section]} · `
    document.title = `${where}@cap`
  }, [section, text])
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {text.skip}
      </button>
      <header className="top">
        <div className="bar">
          <Link href="/capture" className="brand">
            <img src="/favicon.svg" alt="" width="28" height="28" />
            <span>
              @cap <small>{text.harness}</small>
            </span>
          </Link>
          <nav ref={nav} aria-label={text.places}>
            {places.map(({ path, name }) => (
              <Link key={path} href={path} aria-current={location.startsWith(path) ? 'page' : undefined}>
                {text[name]}
              </Link>
            ))}
          </nav>
          <Preferences />
        </div>
        <InvariantsStrip />
      </header>
      {connected ? null : (
        <p className="ribbon bad" role="alert">
          <Icon name="warning" /> {text.disconnected}
        </p>
      )}
      {status?.history.state === 'memory' ? (
        <p className="ribbon">
          <Icon name="clock" /> {text.inMemory} <span lang="en">{status.history.why}</span>
        </p>
      ) : null}
      <main id="main" ref={main} tabIndex={-1}>
        <Part turn={location}>{children}</Part>
      </main>
    </>
  )
}
