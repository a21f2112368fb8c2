import { toJsonSchema } from '@valibot/to-json-schema'
import { type Endpoint, endpoints } from '../api/endpoints.ts'
import { problemSchema, problemTypes } from '../api/problem.ts'
import { filePaths } from './file-paths.ts'
import { problemStatus } from './problems.ts'

type Schema = NonNullable<Endpoint['body']>

/** The description of the API, made from the schemas that validate it. OpenAPI 3.1. */
export function openApi(): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method]: operation(operationId, endpoint) }
  }
  paths['/api/events'] = {
    get: {
      operationId: 'events',
      summary:
        'What happens while it happens: server-sent events named `status`, `run`, `matrix`, `conformance`, `batch` and `ledger`.',
      responses: { 200: { description: 'The stream.', content: { 'text/event-stream': {} } } },
    },
  }
  paths['/api/matrix/{id}/report.{format}'] = {
    get: {
      operationId: 'matrixReport',
      summary: 'The run as a file: JUnit XML, JSON, or one HTML document that needs nothing else.',
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'format', in: 'path', required: true, schema: { enum: ['xml', 'json', 'html'] } },
      ],
      responses: { 200: { description: 'The file.' }, 404: { description: problemTypes['not-found'] } },
    },
  }
  Object.assign(paths, filePaths)
  return {
    openapi: '3.1.0',
    info: {
      title: 'The QA harness',
      version: '1',
      description: 'Served on this machine only, to its own page and tools.',
    },
    paths,
    components: { schemas: { Problem: jsonSchema(problemSchema, 'output') } },
    'x-problem-types': problemTypes,
  }
}

function operation(operationId: string, { path, summary, query, body, reply, problems }: Endpoint) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    operationId,
    summary,
    parameters: [...inPath, ...queryParameters(query)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } }),
    responses: {
      [reply.status]: {
        description: 'Done, or begun.',
        ...(reply.schema === undefined
          ? {}
          : { content: { 'application/json': { schema: jsonSchema(reply.schema, 'output') } } }),
      },
      ...Object.fromEntries(
        problems.map((type) => [
          problemStatus(type),
          {
            description: problemTypes[type],
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  }
}

function queryParameters(query: Schema | undefined) {
  if (query === undefined) return []
  const { properties = {}, required = [] } = jsonSchema(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function jsonSchema(schema: Schema, typeMode: 'input' | 'output') {
  // What JSON Schema cannot say, such as a transformation, is said by the description.
  const { $schema: _, ...described } = toJsonSchema(schema, { typeMode, errorMode: 'ignore' })
  return described
}
