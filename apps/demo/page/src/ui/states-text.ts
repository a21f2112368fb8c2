import { texts } from '../text/texts.ts'

export const statesText = texts({
  en: {
    loading: 'Loading…',
    unreachable: 'The harness cannot be reached',
    startIt: 'Start it again with npm start. This page goes on by itself.',
    again: 'Try again',
    broken: 'This part of the page is missing',
    reload: 'It could not be loaded, or it failed. Nothing else depends on it.',
    reloadNow: 'Load the page again',
  },
  es: {
    loading: 'Cargando…',
    unreachable: 'No se puede acceder al banco de pruebas',
    startIt: 'Inícielo de nuevo con npm start. Esta página continúa sola.',
    again: 'Reintentar',
    broken: 'Falta esta parte de la página',
    reload: 'No se pudo cargar, o falló. Nada más depende de ella.',
    reloadNow: 'Cargar la página de nuevo',
  },
  pt: {
    loading: 'Carregando…',
    unreachable: 'Não é possível acessar o banco de testes',
    startIt: 'Inicie-o de novo com npm start. Esta página continua sozinha.',
    again: 'Tentar de novo',
    broken: 'Falta esta parte da página',
    reload: 'Não pôde ser carregada, ou falhou. Nada mais depende dela.',
    reloadNow: 'Carregar a página de novo',
  },
})
