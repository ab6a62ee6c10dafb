/**
 * Compares secrets without stopping at the first difference. Different lengths return at once: a length is no secret here.
 * On the server use node:crypto `timingSafeEqual`, which no optimiser can change.
 */
export const equalBytes = (left: Uint8Array, right: Uint8Array): boolean => {
  if (left.length !== right.length) return false
  let difference = 0
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0)
  return difference === 0
}
