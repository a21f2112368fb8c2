import type { Notices, Opened, Opening, Seen, Striking } from './protocol.ts'

/** The stage, seen from the runtime under test. */
export interface Stage {
  open(opening: Opening): Promise<Opened>
  seen(id: number): Promise<Seen>
  /** Faults are over. */
  calm(id: number): Promise<unknown>
  notices(): Promise<Notices>
  catalogue(): Promise<readonly Striking[]>
}

export function stageAt(url: string): Stage {
  const ask = async <Answer>(what: string, body: unknown = {}): Promise<Answer> => {
    const response = await fetch(`${url}/${what}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`the stage answered ${response.status} to ${what}: ${await response.text()}`)
    return (await response.json()) as Answer
  }
  return {
    open: (opening) => ask('open', opening),
    seen: (id) => ask('seen', { id }),
    calm: (id) => ask('calm', { id }),
    notices: () => ask('notices'),
    catalogue: () => ask('catalogue'),
  }
}
