import { Link } from 'wouter'
import { useCatalogue } from '../api/catalogue.tsx'
import { useTexts } from '../text/language.tsx'
import { captureText } from './capture-text.ts'

export function ProviderTabs({ chosen }: { readonly chosen: string }) {
  const text = useTexts(captureText)
  const { providers } = useCatalogue()
  return (
    <nav className="segments" aria-label={text.provider}>
      {providers.map(({ name, title }) => (
        <Link key={name} href={`/capture/${name}`} aria-current={name === chosen ? 'true' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  )
}
