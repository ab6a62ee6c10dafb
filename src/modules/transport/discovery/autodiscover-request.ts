import { parseAddress, type MailAddress } from '../../../lib/address/index.ts'

export const maxRequestBytes = 16_384
export const outlookSchema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'

export interface AutodiscoverRequest {
  readonly address: MailAddress
  /** False when the program accepts only a form that this server does not write, such as that of ActiveSync. */
  readonly acceptsOutlookSchema: boolean
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(body: Uint8Array): string {
  const isUtf16 = body[0] === 0xff && body[1] === 0xfe
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(body)
}

const textOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<(?:\\w{1,20}:)?${tag}(?:\\s[^<>]{0,200})?>([^<>]{0,400})<`, 'i')
    .exec(xml)?.[1]
    ?.replace(/&(amp|lt|gt|quot|apos);/g, (_all, reference: string) => entities[reference] ?? '')
    .trim()

/**
 * The two words that matter of an Outlook request ([MS-OXDSCLI] section 2.2.3), found without building a document. A
 * declaration, a comment or CDATA is in no request of a mail program: with them nothing is read at all, so there are no
 * entities to expand. Null for what is no request.
 */
export function readAutodiscoverRequest(body: Uint8Array): AutodiscoverRequest | null {
  if (body.length > maxRequestBytes) return null
  const xml = decode(body)
  if (xml.includes('<!')) return null
  const address = parseAddress(textOf(xml, 'EMailAddress') ?? '')
  if (address === null) return null
  const schema = textOf(xml, 'AcceptableResponseSchema') ?? outlookSchema
  return { address, acceptsOutlookSchema: schema.toLowerCase() === outlookSchema }
}
