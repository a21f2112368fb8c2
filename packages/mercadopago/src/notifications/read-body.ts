import { type JsonObject, parseJson } from '@cap/core/http'

/** Why a body was not taken, as the status to answer with. */
export type BodyProblem = 400 | 413

/** Reads a JSON object of at most so many bytes. What is larger is given up, whatever its header said. */
export async function readBody(request: Request, mostBytes: number): Promise<JsonObject | BodyProblem> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return 413
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  try {
    for (;;) {
      const read = await reader?.read()
      if (read === undefined || read.done) break
      size += read.value.byteLength
      if (size > mostBytes) {
        reader?.cancel().catch(() => {})
        return 413
      }
      chunks.push(read.value)
    }
    const bytes = new Uint8Array(size)
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.byteLength
    }
    const body = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : 400
  } catch {
    return 400
  }
}
