import { useEffect } from 'react'
import type { Run } from '../../../src/api/run.ts'
import { api } from './client.ts'
import { learn, useLiveRun, useStatus } from './live.ts'
import { type Loaded, useLoaded } from './use-loaded.ts'

/** A run as it is now: read once, then kept up to date by the event stream. */
export function useRun(id: string): readonly [Loaded<Run>, again: () => void] {
  const live = useLiveRun(id)
  const { connections } = useStatus()
  const [loaded, again] = useLoaded(`${id} ${connections}`, () => api.run(id))
  useEffect(() => {
    if (loaded.state === 'ready') learn(loaded.value)
  }, [loaded])
  return [live === null ? loaded : { state: 'ready', value: live }, again]
}
