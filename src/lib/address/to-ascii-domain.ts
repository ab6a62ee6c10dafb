const maxDomainOctets = 253
/** What the URL host parser would read as something else than a part of a name. */
const notInNames = /[\s%/?#@:\\[\]<>^|"'`{}()*,;!$&+=~\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * A domain as IDNA A-labels in lower case ("münchen.example" becomes "xn--mnchen-3ya.example"), or null when it is not
 * a public host name: fewer than two labels, an address literal, a numeric last label, a trailing dot, forbidden
 * characters.
 */
export function toAsciiDomain(text: string): string | null {
  if (text.length > maxDomainOctets || notInNames.test(text) || !URL.canParse(`http://${text}/`)) return null
  const domain = new URL(`http://${text}/`).hostname
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  const isName = labels.length >= 2 && labels.every((part) => label.test(part)) && !/^\d+$/.test(last)
  return isName && domain.length <= maxDomainOctets ? domain : null
}
