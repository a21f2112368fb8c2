/** One way to capture. The whole library is loaded by `connect`, never before. */
export interface Client {
  /** As the table names it. */
  readonly label: string
  /** HTTP exchanges of one capture. */
  readonly exchanges: 1 | 2
  /** @param origin of the server, such as `http://127.0.0.1:4711` */
  connect(origin: string): Promise<Capture>
}

/** Makes one capture, and throws unless it is made. @param number names the operation: each is used once */
export type Capture = (number: number) => Promise<void>

export function expect(condition: boolean, what: unknown): void {
  if (!condition) throw new Error(`the capture was not made: ${JSON.stringify(what)}`)
}
