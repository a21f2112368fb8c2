import type { ParsedPayment } from './payment-schema.ts'

type Addresses = Pick<ParsedPayment, 'callbackUrl' | 'secureProxyUrl' | 'secureProxyTokensUrl'>

/** Shorter values (`an=mystore`, in part) name things, and occur in ids. */
const shortestSecret = 12

/** URLs that are as good as a password: where payments are approved, and where cards are. A signature is one by itself. */
export function addressSecrets({ callbackUrl, secureProxyUrl, secureProxyTokensUrl }: Addresses): readonly string[] {
  const addresses = [callbackUrl, secureProxyUrl, secureProxyTokensUrl].filter((one) => one !== undefined)
  const signature = new URL(callbackUrl).searchParams.get('X-VTEX-signature') ?? ''
  return signature.length < shortestSecret ? addresses : [...addresses, signature]
}
