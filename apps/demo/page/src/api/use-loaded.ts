import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from './client.ts'

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: ApiError }
  | { readonly state: 'ready'; readonly value: T }

/** Reads once for each key, and again when asked to. What comes too late for the key is dropped. */
export function useLoaded<T>(key: string, read: () => Promise<T>): readonly [Loaded<T>, again: () => void] {
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly is: Loaded<T> } | null>(null)
  const [turn, setTurn] = useState(0)
  const reading = useRef(read)
  reading.current = read
  useEffect(() => {
    let wanted = true
    const settle = (is: Loaded<T>) => {
      if (wanted) setLoaded({ key, is })
    }
    reading.current().then(
      (value) => settle({ state: 'ready', value }),
      (error: unknown) => settle({ state: 'failed', error: error instanceof ApiError ? error : new ApiError(null) }),
    )
    return () => {
      wanted = false
    }
  }, [key, turn])
  const again = useCallback(() => setTurn((before) => before + 1), [])
  return [loaded?.key === key ? loaded.is : { state: 'loading' }, again]
}
