import type { Engine } from '../engine/engine.ts'

/** A way to a database that loses some questions before they arrive, and some answers after what was asked has been done. */
export interface BadWay {
  readonly way: (engine: Engine) => Engine
  /** How many of each were lost, by method. */
  readonly lost: ReadonlyMap<string, number>
  mend(): void
}

/** @param percent of the calls that are lost, half of them before they arrive */
export function badWay(percent: number, random: (below: number) => number): BadWay {
  const lost = new Map<string, number>()
  let bad = true
  const lose = (what: string): never => {
    lost.set(what, (lost.get(what) ?? 0) + 1)
    throw broken()
  }
  return {
    lost,
    mend() {
      bad = false
    },
    way: intercept(async (method, call) => {
      const draw = bad ? random(100) : 100
      if (draw < percent / 2) lose(`question of ${method}`)
      const answer = await call()
      return draw < percent ? lose(`answer of ${method}`) : answer
    }),
  }
}

/** A way that loses the first call of a method: before it arrives, or once it is done. */
export function losesFirst(method: keyof Engine, what: 'question' | 'answer'): (engine: Engine) => Engine {
  let calls = 0
  return intercept(async (name, call) => {
    const isFirst = name === method && ++calls === 1
    if (isFirst && what === 'question') throw broken()
    const answer = await call()
    if (isFirst) throw broken()
    return answer
  })
}

function broken(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
}

function intercept(around: (method: string, call: () => Promise<unknown>) => Promise<unknown>) {
  return (engine: Engine): Engine =>
    new Proxy(engine, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: readonly unknown[]) => Promise<unknown>
        return (...args: readonly unknown[]) => around(String(name), () => method(...args))
      },
    })
}
