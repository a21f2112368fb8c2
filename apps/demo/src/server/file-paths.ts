import { problemTypes } from '../api/problem.ts'

function inPath(name: string, schema: object) {
  return { name, in: 'path', required: true, schema }
}

const file = { 'text/csv': {}, 'application/x-ndjson': {} }

/** What the description says of files, which no schema of ours describes. */
export const filePaths: Readonly<Record<string, Record<string, unknown>>> = {
  '/api/files/{name}': {
    post: {
      operationId: 'uploadFile',
      summary: 'Uploads rows, or a settlement report. At most 64 MB; deleted once it is of no more use.',
      parameters: [inPath('name', { type: 'string' })],
      requestBody: { required: true, content: file },
      responses: { 200: { description: 'Its id.' }, 422: { description: problemTypes['invalid-field'] } },
    },
    delete: {
      operationId: 'deleteFile',
      summary: 'Deletes an uploaded file that no batch was made of, by its id.',
      parameters: [inPath('name', { type: 'string' })],
      responses: { 204: { description: 'Done.' }, 422: { description: problemTypes['invalid-field'] } },
    },
  },
  '/api/batches/{id}/report.{format}': {
    get: {
      operationId: 'batchReport',
      summary: 'Every row of a batch as a file: one HTML document that needs nothing else, JSON, or CSV.',
      parameters: [inPath('id', { type: 'string' }), inPath('format', { enum: ['html', 'json', 'csv'] })],
      responses: { 200: { description: 'The file.' }, 404: { description: problemTypes['not-found'] } },
    },
  },
}
