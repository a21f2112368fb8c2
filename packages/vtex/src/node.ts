/** Serves a connector on Node. Needs the optional peer `@hono/node-server`. */
export { type Closed, type Listening, type ListenOptions, listen } from './node/listen.ts'
