import { useSyncExternalStore } from 'react'

/** Whether the page is dark now: by choice, or else as the system has it. Draws what it is used in again when that changes. */
export function useDark(): boolean {
  return useSyncExternalStore(onThemeChange, isDark)
}

/** @returns what ends it */
export function onThemeChange(changed: () => void): () => void {
  const chosen = new MutationObserver(changed)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const system = darkSystem()
  system.addEventListener('change', changed)
  return () => {
    chosen.disconnect()
    system.removeEventListener('change', changed)
  }
}

function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === undefined ? darkSystem().matches : theme === 'dark'
}

function darkSystem(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)')
}
