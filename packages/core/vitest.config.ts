import { packageTests } from '../../vitest.shared.ts'

/** As Node resolves: what packages offer under the condition `module`, OpenTelemetry's among them, is for bundlers only. */
const likeNode = { conditions: ['@cap/source', 'node', 'import', 'default'] }

export default { ...packageTests(), resolve: likeNode, ssr: { resolve: likeNode } }
