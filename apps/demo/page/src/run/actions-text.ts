import { texts } from '../text/texts.ts'

export const actionsText = texts({
  en: {
    title: 'What may be done now',
    read: 'Resolve by reading',
    readMeans: 'Ends the fault, then asks the provider how it ended. Moves nothing.',
    replay: 'Resolve by replaying',
    replayMeans: 'Ends the fault, then sends the same request under the same key. The money may move now, once.',
    'same-key': 'Replay, same key',
    'same-key-means': 'The same request under the same key: it must not charge again.',
    again: 'Capture again',
    'new-key': 'Replay, new key',
    'new-key-means': 'The same request under a new key: another capture, which charges again.',
    'open-at-sandbox': 'A new key is refused while nobody knows how this capture ended: it might charge twice.',
    'emulator-gone': 'The emulator of this run ended with its session.',
    bridge: 'A settlement through the bridge is resolved here, and asked for anew on the VTEX page.',
  },
  es: {
    title: 'Qué se puede hacer ahora',
    read: 'Resolver leyendo',
    readMeans: 'Termina el fallo y pregunta al proveedor cómo terminó. No mueve nada.',
    replay: 'Resolver repitiendo',
    replayMeans:
      'Termina el fallo y envía la misma solicitud con la misma clave. El dinero puede moverse ahora, una vez.',
    'same-key': 'Repetir, misma clave',
    'same-key-means': 'La misma solicitud con la misma clave: no debe cobrar de nuevo.',
    again: 'Capturar de nuevo',
    'new-key': 'Repetir, clave nueva',
    'new-key-means': 'La misma solicitud con una clave nueva: otra captura, que cobra de nuevo.',
    'open-at-sandbox':
      'No se admite una clave nueva mientras nadie sepa cómo terminó esta captura: podría cobrar dos veces.',
    'emulator-gone': 'El emulador de esta ejecución terminó con su sesión.',
    bridge: 'Una liquidación por el puente se resuelve aquí y se pide de nuevo en la página VTEX.',
  },
  pt: {
    title: 'O que pode ser feito agora',
    read: 'Resolver lendo',
    readMeans: 'Encerra a falha e pergunta ao provedor como terminou. Não move nada.',
    replay: 'Resolver repetindo',
    replayMeans:
      'Encerra a falha e envia a mesma requisição com a mesma chave. O dinheiro pode se mover agora, uma vez.',
    'same-key': 'Repetir, mesma chave',
    'same-key-means': 'A mesma requisição com a mesma chave: não deve cobrar de novo.',
    again: 'Capturar de novo',
    'new-key': 'Repetir, chave nova',
    'new-key-means': 'A mesma requisição com uma chave nova: outra captura, que cobra de novo.',
    'open-at-sandbox':
      'Uma chave nova é recusada enquanto ninguém sabe como esta captura terminou: poderia cobrar duas vezes.',
    'emulator-gone': 'O emulador desta execução terminou com a sua sessão.',
    bridge: 'Uma liquidação pela ponte é resolvida aqui e pedida de novo na página VTEX.',
  },
})
