import { texts } from '../text/texts.ts'

export const statesText = texts({
  en: {
    loading: 'Loading…',
    unreachable: 'The harness cannot be reached',
    startIt: 'Start it again with npm start. This page goes on by itself.',
    again: 'Try again',
  },
  es: {
    loading: 'Cargando…',
    unreachable: 'No se puede acceder al banco de pruebas',
    startIt: 'Inícielo de nuevo con npm start. Esta página continúa sola.',
    again: 'Reintentar',
  },
  pt: {
    loading: 'Carregando…',
    unreachable: 'Não é possível acessar o banco de testes',
    startIt: 'Inicie-o de novo com npm start. Esta página continua sozinha.',
    again: 'Tentar de novo',
  },
})
