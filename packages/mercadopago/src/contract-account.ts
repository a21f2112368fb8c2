export const accessToken = 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122'
export const payerToken = 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3'

/** One turn of the event loop for a write: enough for a second request to meet the first one running. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
