/** @throws Error for what is not an amount of `decimal(11,2)` */
export function hundredths(text: string): bigint {
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text)
  if (match === null) throw new Error('not an amount of decimal(11,2)')
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`)
}
