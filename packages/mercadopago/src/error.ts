import { isObject, type JsonValue, type ProviderCause } from '@cap/core/http'

/** Mercado Pago's error body with its variants evened out. */
export interface MercadoPagoError {
  /** The HTTP status the body itself names; null when it names none. */
  readonly status: number | null
  readonly error: string
  readonly message: string
  readonly causes: readonly ProviderCause[]
}

/**
 * Reads the error body of Mercado Pago: `error` and `message` as text, `status` a number or text, `cause` optional.
 *
 * The pages disagree on the details: `status` and `cause[].code` come as text
 * (guides/wallet-connect/capture-payment-returns.en.md) or as numbers, and a cause's text lies in `message` there and in
 * `description` elsewhere (guides/wallet-connect/process-payments-with-discounts.en.md, both in
 * https://github.com/mercadopago/devsite-docs). All of them are read.
 *
 * @returns null when it is not such a body
 */
export function readError(body: JsonValue | undefined): MercadoPagoError | null {
  if (!isObject(body)) return null
  const { error, message, status, cause } = body
  if (typeof error !== 'string' || error === '' || typeof message !== 'string') return null
  return { status: asStatus(status), error, message, causes: causesOf(cause) }
}

/** Whether one of the causes has this code, whatever type it was printed in. */
export function hasCause(error: MercadoPagoError, code: string): boolean {
  return error.causes.some((cause) => cause.code === code)
}

/** The documented fields of an error body, to be kept in an outcome. */
export function rawError(error: MercadoPagoError): JsonValue {
  return {
    status: error.status,
    error: error.error,
    message: error.message,
    cause: error.causes.map(({ code, message }) => ({ code, message })),
  }
}

function causesOf(cause: JsonValue | undefined): ProviderCause[] {
  const list: readonly JsonValue[] = Array.isArray(cause) ? cause : cause === undefined ? [] : [cause]
  const causes: ProviderCause[] = []
  for (const item of list.slice(0, 20)) {
    if (!isObject(item)) continue
    causes.push({ code: asText(item.code), message: asText(item.message) ?? asText(item.description) })
  }
  return causes
}

function asStatus(value: JsonValue | undefined): number | null {
  const text = asText(value)
  return text !== null && /^[1-5]\d\d$/.test(text) ? Number(text) : null
}

function asText(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
