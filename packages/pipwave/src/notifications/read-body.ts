/** The text of a request's body; `too_large` beyond the limit, `unreadable` when it breaks off, was read before, or is not UTF-8. */
export async function readBody(
  request: Request,
  mostBytes: number,
): Promise<{ text: string } | 'too_large' | 'unreadable'> {
  // What is announced can be refused before it is read. What is not announced is counted.
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return 'too_large'
  if (request.bodyUsed) return 'unreadable'
  const reader = request.body?.getReader()
  if (reader === undefined) return { text: '' }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [text, bytes] = ['', 0]
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode() }
      bytes += value.byteLength
      if (bytes > mostBytes) {
        reader.cancel().catch(() => {})
        return 'too_large'
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return 'unreadable'
  }
}
