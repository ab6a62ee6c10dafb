/**
 * The address that opens the reader's own mail program with these recipients (RFC 6068). What a sender wrote into an address
 * stays part of it: nothing of it becomes a subject, a text or another recipient.
 */
export function mailAddressLink(addresses: readonly string[]): string {
  const encoded = addresses.map((address) => {
    const at = address.lastIndexOf('@')
    return `${encodeURIComponent(address.slice(0, at))}@${encodeURIComponent(address.slice(at + 1))}`
  })
  return `mailto:${encoded.join(',')}`
}
