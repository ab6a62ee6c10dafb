/**
 * A mail program that sets itself up as Thunderbird does, written from the documented format "config-v1.1": where it looks
 * and in which order, what it demands of each field, and which words it replaces. An independent parser reads the XML.
 */
import { DOMParser, onErrorStopParsing, type Element } from '@xmldom/xmldom'

export interface FoundServer {
  readonly type: string
  readonly hostname: string
  readonly port: number
  readonly socketType: 'plain' | 'SSL' | 'STARTTLS'
  readonly username: string
  readonly authentication: string
}

export interface FoundAccount {
  readonly id: string
  readonly displayName: string
  readonly domains: readonly string[]
  readonly incoming: readonly FoundServer[]
  readonly outgoing: readonly FoundServer[]
  readonly documentation: readonly { readonly url: string; readonly texts: Readonly<Record<string, string>> }[]
}

const children = (parent: Element, tag: string): readonly Element[] =>
  Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1 && node.nodeName === tag)

function textOf(parent: Element, tag: string): string {
  const text = children(parent, tag)[0]?.textContent?.trim() ?? ''
  if (text === '') throw new Error(`need proper <${tag}>`)
  return text
}

function hostnameOf(text: string): string {
  if (!/^[a-zA-Z0-9.-]*$/.test(text)) throw new Error(`not a host name: ${text}`)
  return text.toLowerCase()
}

const isOneOf = <Word extends string>(words: readonly Word[], text: string): text is Word =>
  words.some((word) => word === text)

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  if (!isOneOf(words, text)) throw new Error(`not allowed here: ${text}`)
  return text
}

/** The first of several values that the program knows. */
function firstKnown<Word extends string>(parent: Element, tag: string, words: readonly Word[]): Word {
  const known = children(parent, tag)
    .map((node) => node.textContent?.trim() ?? '')
    .find((text): text is Word => isOneOf(words, text))
  if (known === undefined) throw new Error(`need proper <${tag}>`)
  return known
}

const replaceWords = (text: string, address: string): string => {
  const [localPart = '', domain = ''] = address.split('@')
  return text
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', localPart)
    .replaceAll('%EMAILDOMAIN%', domain)
}

function readServer(node: Element, types: readonly string[], address: string): FoundServer {
  const port = Number(textOf(node, 'port'))
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('need proper <port>')
  return {
    type: oneOf(node.getAttribute('type') ?? '', types),
    hostname: hostnameOf(textOf(node, 'hostname')),
    port,
    socketType: firstKnown(node, 'socketType', ['plain', 'SSL', 'STARTTLS']),
    username: replaceWords(textOf(node, 'username'), address),
    authentication: firstKnown(node, 'authentication', ['password-cleartext', 'password-encrypted', 'NTLM', 'GSSAPI']),
  }
}

/** Throws for a file that Thunderbird would not take, such as one without an incoming server. */
export function readAutoconfig(xml: string, address: string): FoundAccount {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml').documentElement
  const provider = root?.nodeName === 'clientConfig' ? children(root, 'emailProvider')[0] : undefined
  if (provider === undefined) throw new Error('need <clientConfig> with <emailProvider>')
  const domains = children(provider, 'domain').map((node) => hostnameOf(node.textContent ?? ''))
  if (domains.length === 0) throw new Error('need proper <domain>')
  const incoming = children(provider, 'incomingServer').map((node) => readServer(node, ['imap', 'pop3'], address))
  if (incoming.length === 0) throw new Error('need proper <incomingServer>')
  const outgoing = children(provider, 'outgoingServer').map((node) => readServer(node, ['smtp'], address))
  if (outgoing.length === 0) throw new Error('need proper <outgoingServer>')
  const documentation = children(provider, 'documentation').map((node) => ({
    url: node.getAttribute('url') ?? '',
    texts: Object.fromEntries(
      children(node, 'descr').map((text) => [text.getAttribute('lang') ?? '', text.textContent ?? '']),
    ),
  }))
  const displayName = textOf(provider, 'displayName')
  return { id: hostnameOf(provider.getAttribute('id') ?? ''), displayName, domains, incoming, outgoing, documentation }
}

export interface Fetched {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** The places in their order; each is asked over HTTPS and then without. */
export const autoconfigPlaces = (address: string): readonly string[] => {
  const domain = address.split('@')[1] ?? ''
  const query = `?emailaddress=${encodeURIComponent(address)}`
  return [
    `https://autoconfig.${domain}/mail/config-v1.1.xml${query}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml${query}`,
    `http://autoconfig.${domain}/mail/config-v1.1.xml${query}`,
    `http://${domain}/.well-known/autoconfig/mail/config-v1.1.xml${query}`,
  ]
}

/** Asks place after place until one has a usable file. Undefined when none has. */
export async function discoverAsThunderbird(
  address: string,
  fetchPlace: (url: string) => Promise<Fetched | undefined>,
): Promise<{ readonly account: FoundAccount; readonly place: string } | undefined> {
  for (const place of autoconfigPlaces(address)) {
    const fetched = await fetchPlace(place)
    const isXml = /^(text|application)\/xml\b/.test(fetched?.contentType ?? '')
    if (fetched?.status !== 200 || !isXml) continue
    return { account: readAutoconfig(fetched.text, address), place }
  }
  return undefined
}
