import { Link } from 'wouter'
import { useTexts } from '../text/language.tsx'
import { Empty } from '../ui/states.tsx'
import { shellText } from './shell-text.ts'

export function NotFound() {
  const text = useTexts(shellText)
  return (
    <Empty icon="question" title={text.notFound}>
      {text.notFoundMore} <Link href="/capture">{text.toCapture}</Link>
    </Empty>
  )
}
