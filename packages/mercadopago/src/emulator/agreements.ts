import type { Notifications } from './events.ts'
import { type AnswerScript, problem } from './scenarios.ts'

interface Agreement {
  readonly id: string
  readonly createdAt: string
  readonly returnUri: string
  readonly user: string
  readonly fields: Readonly<Record<string, unknown>>
  status: 'created' | 'confirmed_by_user' | 'cancelled'
  code: string | null
  cancelledAt: string | null
}

type Fields = Readonly<Record<string, unknown>>

/** Names of https://www.mercadopago.com.br/developers/en/docs/wallet-connect/resources/integration-errors.md. */
const refuse = (status: number, name: string, message: string): AnswerScript => ({
  kind: 'answer',
  status,
  body: problem(status, status === 404 ? 'not_found' : 'bad_request', message, name),
})

const notFound = refuse(404, 'AgreementNotFound', 'Agreement not found.')

/** Agreements, and the payer tokens they gave. */
export class Agreements {
  readonly #now: () => number
  readonly #notifications: Notifications
  readonly #agreements = new Map<string, Agreement>()
  readonly #tokens = new Map<string, Agreement>()

  constructor(now: () => number, notifications: Notifications) {
    this.#now = now
    this.#notifications = notifications
  }

  /** @returns the answer to the creation, or the refusal */
  create(text: string): { readonly agreement_id: string; readonly agreement_uri: string } | AnswerScript {
    const body = parsed(text)
    const { return_uri: returnUri, external_flow_id: flow, external_user: user, agreement_data: data } = body ?? {}
    if (typeof returnUri !== 'string' || returnUri === '')
      return refuse(400, 'ReturnUriNull', 'return_uri is required.')
    if (returnUri.length > 2048) return refuse(400, 'ReturnUriTooLong', 'return_uri is too long.')
    if (typeof flow === 'string' && flow.length > 64) {
      return refuse(400, 'ExternalFlowIdTooLong', 'external_flow_id is too long.')
    }
    const { id: userId } = (user ?? {}) as Fields
    if (typeof userId !== 'string' || userId === '')
      return refuse(400, 'ExternalUserNull', 'external_user is required.')
    const { description = '' } = (data ?? {}) as Fields
    if (typeof description !== 'string' || description.length > 256) {
      return refuse(400, 'AgreementDataDescriptionInvalid', 'agreement_data.description is not valid.')
    }
    const active = [...this.#agreements.values()].find(
      (one) => one.user === userId && one.status === 'confirmed_by_user',
    )
    // "A user may have only one active agreement per integration." What is answered is not documented.
    if (active !== undefined) return refuse(400, 'AgreementAlreadyExists', 'The user has an active agreement.')
    const id = hex(this.#agreements.size + 1, 'a')
    this.#agreements.set(id, {
      id,
      createdAt: this.#at(),
      returnUri,
      user: userId,
      fields: { external_flow_id: flow ?? null, external_user: user, agreement_data: data ?? null },
      status: 'created',
      code: null,
      cancelledAt: null,
    })
    return { agreement_id: id, agreement_uri: `https://www.mercadopago.com/v1/wallet_agreement/${id}` }
  }

  /** The record of an agreement, or the refusal. */
  read(id: string): Fields | AnswerScript {
    const agreement = this.#agreements.get(id)
    if (agreement === undefined) return notFound
    return {
      id,
      date_created: agreement.createdAt,
      date_cancelled: agreement.cancelledAt,
      date_expire: null,
      validation_code: agreement.code,
      approval_uri: `https://www.mercadopago.com/v1/wallet_agreement/${id}`,
      redirect_uri: agreement.returnUri,
      status: agreement.status,
      ...agreement.fields,
      site_id: 'MLB',
      model_version: 1,
    }
  }

  /** The buyer approves. @returns the code that is good for a payer token */
  approve(id: string): string {
    const agreement = this.#existing(id)
    if (agreement.status !== 'created') throw new Error(`the agreement ${id} is ${agreement.status}`)
    agreement.status = 'confirmed_by_user'
    agreement.code = hex(this.#agreements.size, 'c').repeat(2)
    this.#notifications.agreement(id, 'status.updated', 'confirmed_by_user')
    return agreement.code
  }

  changePaymentMethod(id: string): void {
    this.#existing(id)
    this.#notifications.agreement(id, 'payment_method.updated')
  }

  /** @returns null when it was done, or the refusal */
  cancel(id: string): AnswerScript | null {
    const agreement = this.#agreements.get(id)
    if (agreement === undefined) return notFound
    if (agreement.status === 'cancelled') return refuse(404, 'AlreadyCancelled', 'The agreement was cancelled already.')
    agreement.status = 'cancelled'
    agreement.cancelledAt = this.#at()
    this.#notifications.agreement(id, 'status.updated', 'cancelled')
    return null
  }

  payerToken(id: string, text: string): { readonly payer_token: string } | AnswerScript {
    const agreement = this.#agreements.get(id)
    if (agreement === undefined) return notFound
    if (agreement.status !== 'confirmed_by_user' || parsed(text)?.code !== agreement.code) {
      return refuse(400, 'InvalidCode', 'code is not valid.')
    }
    const token = hex(this.#tokens.size + 1, 'f').repeat(2)
    this.#tokens.set(token, agreement)
    return { payer_token: token }
  }

  /** What became of a payer token; `unknown` is one that no agreement gave. */
  stateOf(token: string): 'valid' | 'void' | 'unknown' {
    const agreement = this.#tokens.get(token)
    if (agreement === undefined) return 'unknown'
    return agreement.status === 'cancelled' ? 'void' : 'valid'
  }

  #existing(id: string): Agreement {
    const agreement = this.#agreements.get(id)
    if (agreement === undefined) throw new Error(`there is no agreement ${JSON.stringify(id)}`)
    return agreement
  }

  #at(): string {
    return new Date(this.#now()).toISOString()
  }
}

/** 32 hexadecimal digits, as in the samples. */
function hex(number: number, letter: string): string {
  return number.toString(16).padStart(32, letter)
}

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}
