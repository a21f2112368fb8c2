import { texts } from '../text/texts.ts'

export const copyText = texts({
  en: { copy: 'Copy', copied: 'Copied' },
  es: { copy: 'Copiar', copied: 'Copiado' },
  pt: { copy: 'Copiar', copied: 'Copiado' },
})
