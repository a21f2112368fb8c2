import { texts } from '../text/texts.ts'

export const preferencesText = texts({
  en: {
    language: 'Language',
    system: 'Theme: as the system. Switch to light',
    light: 'Theme: light. Switch to dark',
    dark: 'Theme: dark. Switch to the system’s',
  },
  es: {
    language: 'Idioma',
    system: 'Tema: el del sistema. Cambiar a claro',
    light: 'Tema: claro. Cambiar a oscuro',
    dark: 'Tema: oscuro. Cambiar al del sistema',
  },
  pt: {
    language: 'Idioma',
    system: 'Tema: o do sistema. Mudar para claro',
    light: 'Tema: claro. Mudar para escuro',
    dark: 'Tema: escuro. Mudar para o do sistema',
  },
})
