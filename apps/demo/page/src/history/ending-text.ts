import type { RunEnding } from '../../../src/api/run.ts'
import { texts } from '../text/texts.ts'

export const endingText = texts<RunEnding>({
  en: {
    captured: 'Captured',
    declined: 'Declined',
    threw: 'Threw',
    pending: 'Pending',
    unknown: 'Unknown',
    bug: 'Bug',
  },
  es: {
    captured: 'Capturada',
    declined: 'Rechazada',
    threw: 'Lanzó un error',
    pending: 'Pendiente',
    unknown: 'Incierta',
    bug: 'Error del paquete',
  },
  pt: {
    captured: 'Capturada',
    declined: 'Recusada',
    threw: 'Lançou um erro',
    pending: 'Pendente',
    unknown: 'Incerta',
    bug: 'Erro do pacote',
  },
})
