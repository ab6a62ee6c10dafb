const version = /^v=STSv1[ \t]*(;|$)/
const field = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([\x21-\x3a\x3c\x3e-\x7e]+)$/
const policyId = /^[A-Za-z0-9]{1,32}$/

/**
 * The id in the TXT records of `_mta-sts.DOMAIN` (RFC 8461 section 3.1). Null when the domain has no policy; that is also
 * what two records or a malformed one mean.
 */
export function readPolicyId(records: readonly string[]): string | null {
  const [record, ...more] = records.filter((text) => version.test(text))
  if (record === undefined || more.length > 0) return null
  const fields = record
    .split(';')
    .slice(1)
    .map((part) => part.trim())
  if (fields.at(-1) === '') fields.pop()
  const pairs = fields.map((part) => field.exec(part))
  if (pairs.includes(null)) return null
  const id = pairs.find((pair) => pair?.[1] === 'id')?.[2]
  return id !== undefined && policyId.test(id) ? id : null
}
