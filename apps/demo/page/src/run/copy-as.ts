import type { ProviderInfo } from '../../../src/api/catalogue.ts'
import type { Run, RunExchange } from '../../../src/api/run.ts'

/** What is hidden in an exchange, by where it stands: the variable that holds it, or what was there with variables in it. */
const variables: Readonly<Record<string, Readonly<Record<string, string | Readonly<Record<string, string>>>>>> = {
  mercadopago: {
    authorization: 'Bearer $CAP_MERCADOPAGO_ACCESS_TOKEN',
    payer: { token: '$CAP_MERCADOPAGO_PAYER_TOKEN', type_token: 'wallet-token' },
    // In runs of earlier versions, which hid only the token of it.
    'payer.token': '$CAP_MERCADOPAGO_PAYER_TOKEN',
  },
  pipwave: { 'x-api-key': '$CAP_PIPWAVE_API_KEY', api_key: '$CAP_PIPWAVE_API_KEY', signature: '$SIGNATURE' },
  vtex: {
    'x-provider-api-appkey': '$CAP_VTEX_APP_KEY',
    'x-provider-api-apptoken': '$CAP_VTEX_APP_TOKEN',
    'x-vtex-api-appkey': '$CAP_VTEX_APP_KEY',
    'x-vtex-api-apptoken': '$CAP_VTEX_APP_TOKEN',
  },
}

const hidden = '[hidden]'

/** Puts variables in the place of everything that is hidden. */
function withVariables(provider: string, value: unknown, path = ''): unknown {
  if (value === hidden) return variables[provider]?.[path] ?? '$HIDDEN'
  if (Array.isArray(value)) return value.map((one) => withVariables(provider, one, path))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      withVariables(provider, inner, path === '' ? name.toLowerCase() : `${path}.${name}`),
    ]),
  )
}

/** The exchange for a shell. Secrets are variables of it; pipwave's signature is made anew from the signed text. */
export function asCurl(provider: string, exchange: RunExchange): string {
  const headers = withVariables(provider, exchange.headers) as Record<string, string>
  const body = withVariables(provider, exchange.body)
  const call = [
    `curl -sS -X ${exchange.method} "${shell(exchange.url)}"`,
    ...Object.entries(headers).map(([name, value]) => `  -H "${shell(`${name}: ${value}`)}"`),
    // The same bytes as were sent: under one key nothing may differ.
    ...(body === null || body === undefined ? [] : [`  --data-raw "${shell(JSON.stringify(body))}"`]),
  ]
  return [...signatureLine(exchange.signatureBase), call.join(' \\\n')].join('\n')
}

function signatureLine(base: string | null): string[] {
  if (base === null) return []
  const named = base
    .replace('api_key:[hidden]', 'api_key:$CAP_PIPWAVE_API_KEY')
    .replace('api_secret:[hidden]', 'api_secret:$CAP_PIPWAVE_API_SECRET')
  return [`SIGNATURE=$(printf '%s' "${shell(named)}" | sha1sum | cut -d' ' -f1)`]
}

const ours = [
  'CAP_MERCADOPAGO_ACCESS_TOKEN',
  'CAP_MERCADOPAGO_PAYER_TOKEN',
  'CAP_PIPWAVE_API_KEY',
  'CAP_PIPWAVE_API_SECRET',
  'CAP_VTEX_APP_KEY',
  'CAP_VTEX_APP_TOKEN',
  'SIGNATURE',
  'HIDDEN',
]
const variable = new RegExp(`\\$(${ours.join('|')})`, 'g')

/** Inside double quotes: only our own variables are expanded. */
function shell(text: string): string {
  return text
    .split(variable)
    .map((part, index) => (index % 2 === 1 ? `\${${part}}` : part.replaceAll(/[\\`$"]/g, '\\$&')))
    .join('')
}

/** The exchange for JavaScript. */
export function asFetch(provider: string, exchange: RunExchange): string {
  const headers = javascript(withVariables(provider, exchange.headers), '  ')
  const body = withVariables(provider, exchange.body)
  const signed = exchange.signatureBase === null ? [] : [signatureScript(exchange.signatureBase)]
  const given = body === null || body === undefined ? [] : [`  body: JSON.stringify(${javascript(body, '  ')}),`]
  return [
    ...signed,
    `const response = await fetch(${JSON.stringify(exchange.url)}, {`,
    `  method: ${JSON.stringify(exchange.method)},`,
    `  headers: ${headers},`,
    ...given,
    '})',
    'console.log(response.status, await response.text())',
  ].join('\n')
}

function signatureScript(base: string): string {
  const named = JSON.stringify(base)
    .replace('api_key:[hidden]', `api_key:" + process.env['CAP_PIPWAVE_API_KEY'] + "`)
    .replace('api_secret:[hidden]', `api_secret:" + process.env['CAP_PIPWAVE_API_SECRET'] + "`)
  return `const { createHash } = await import('node:crypto')\nconst signature = createHash('sha1').update(${named}).digest('hex')`
}

/** A value as a literal; a variable as what reads it. */
function javascript(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
  return text
    .replaceAll(/"Bearer \$(CAP_\w+)"/g, (_, name: string) => `'Bearer ' + process.env['${name}']`)
    .replaceAll('"$SIGNATURE"', 'signature')
    .replaceAll(/"\$(CAP_\w+|HIDDEN)"/g, (_, name: string) => `process.env['${name}']`)
}

const clients: Readonly<Record<string, { readonly create: string; readonly options: readonly string[] }>> = {
  mercadopago: {
    create: 'createMercadoPago',
    options: ["accessToken: process.env['CAP_MERCADOPAGO_ACCESS_TOKEN'] ?? ''"],
  },
  pipwave: {
    create: 'createPipwave',
    options: [
      "apiKey: process.env['CAP_PIPWAVE_API_KEY'] ?? ''",
      "apiSecret: process.env['CAP_PIPWAVE_API_SECRET'] ?? ''",
      "environment: 'staging'",
    ],
  },
  vtex: {
    create: 'createVtexGateway',
    options: ["appKey: process.env['CAP_VTEX_APP_KEY'] ?? ''", "appToken: process.env['CAP_VTEX_APP_TOKEN'] ?? ''"],
  },
}

/** Options of the client, not of the request. */
const ofClient = new Set(['industry', 'partialCapture', 'headerFamily', 'testSuite'])

/** The capture with the package. */
export function asTypeScript({ name, fields }: ProviderInfo, run: Run): string {
  const client = clients[name] ?? { create: 'createClient', options: [] }
  const options = [...client.options, `baseUrl: ${JSON.stringify(run.url)}`]
  const request: string[] = []
  for (const { name: field, path } of fields) {
    const value = run.values[field]
    if (path === null || value === undefined || path.startsWith('amount.')) continue
    const shown = path === 'industry' ? "'gambling'" : JSON.stringify(value)
    if (ofClient.has(path)) options.push(`${path}: ${shown}`)
    else request.push(`${path}: ${shown}`)
  }
  const { amount, currency } = run.values
  const money = typeof amount === 'string' && typeof currency === 'string'
  if (money) request.unshift(`amount: money(${JSON.stringify(amount)}, ${JSON.stringify(currency)})`)
  if (name === 'mercadopago') request.push("payerToken: process.env['CAP_MERCADOPAGO_PAYER_TOKEN'] ?? ''")
  return [
    `import { ${client.create}${money ? ', money' : ''} } from '@cap/${name}'`,
    '',
    `const client = ${client.create}({`,
    ...options.map((line) => `  ${line},`),
    '})',
    'const outcome = await client.capture({',
    ...request.map((line) => `  ${line},`),
    '})',
    'console.log(outcome.status)',
  ].join('\n')
}
