import { createContext, type ReactNode, useContext } from 'react'
import type { Catalogue, ProviderInfo } from '../../../src/api/catalogue.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { api } from './client.ts'
import { useStatus } from './live.ts'
import { useLoaded } from './use-loaded.ts'

const Known = createContext<Catalogue>({ providers: [], faults: [] })

/** Reads the catalogue once for everybody below. */
export function CatalogueProvider({ children }: { readonly children: ReactNode }) {
  const { connections } = useStatus()
  const [loaded, again] = useLoaded(`catalogue ${connections > 1 ? connections : ''}`, api.catalogue)
  if (loaded.state === 'loading') return <Loading />
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  return <Known value={loaded.value}>{children}</Known>
}

export function useCatalogue(): Catalogue {
  return useContext(Known)
}

export function useProvider(name: string): ProviderInfo | null {
  return useContext(Known).providers.find((provider) => provider.name === name) ?? null
}
