// For workers: the address of the stage comes with the request.
import { runScenarios } from './run.ts'

export default {
  async fetch(request: Request): Promise<Response> {
    const stage = String(new URL(request.url).searchParams.get('stage'))
    return Response.json(await runScenarios(stage, 'in the bundle'))
  },
}
