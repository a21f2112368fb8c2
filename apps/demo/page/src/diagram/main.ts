import './diagram.css'
import mermaid from 'mermaid'
import type { Run } from '../../../src/api/run.ts'
import { diagramOf } from './diagram-of.ts'

/** A document of its own, for the library writes styles into it: only here does the policy allow that. */
const parameters = new URLSearchParams(location.search)
const place = document.getElementById('diagram')

async function draw(): Promise<void> {
  const answer = await fetch(`/api/runs/${encodeURIComponent(parameters.get('run') ?? '')}`)
  if (!answer.ok || place === null) return
  const run = (await answer.json()) as Run
  const dark = parameters.get('theme') === 'dark'
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: dark ? 'dark' : 'default',
    fontFamily: 'system-ui, sans-serif',
    sequence: { useMaxWidth: true, mirrorActors: false, wrap: true, width: 150 },
  })
  const { svg } = await mermaid.render('sequence', diagramOf(run, parameters.get('provider') ?? run.provider))
  // Made by the library from our own text, in its strict mode: it has no script and no link.
  const drawn = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg')
  if (drawn === null) return
  drawn.setAttribute('role', 'img')
  drawn.setAttribute('aria-label', document.title)
  place.replaceChildren(drawn)
  parent.postMessage({ diagramHeight: Math.ceil(place.getBoundingClientRect().height) + 8 }, location.origin)
}

await draw()
