/**
 * Whether two texts are equal, in a time that does not tell how many of their characters agree. Texts of different length
 * differ at once: a signature's length is no secret.
 *
 * Code units are compared, not UTF-8 bytes, so that no text is ever altered (an ill-formed one would be, by encoding) and
 * none makes it throw. Case counts.
 */
export function equalConstantTime(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}
