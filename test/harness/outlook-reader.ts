/** A mail program that asks Autodiscover as Outlook does for mailboxes outside of Exchange ([MS-OXDSCLI]). */
import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom'

const responseSchema = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'
const outlookSchema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'

export const outlookRequest = (address: string, schema = outlookSchema): string =>
  `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`

export type OutlookAnswer =
  | { readonly kind: 'settings'; readonly protocols: readonly Readonly<Record<string, string>>[] }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

/** Throws for an answer that is not of the schema. */
export function readAutodiscover(xml: string): OutlookAnswer {
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml')
  const root = document.documentElement
  if (root?.namespaceURI !== responseSchema || root.localName !== 'Autodiscover') throw new Error('not Autodiscover')
  const one = (schema: string, tag: string) => document.getElementsByTagNameNS(schema, tag)[0]?.textContent ?? ''
  if (one(responseSchema, 'ErrorCode') !== '')
    return { kind: 'error', code: one(responseSchema, 'ErrorCode'), message: one(responseSchema, 'Message') }
  if (one(outlookSchema, 'AccountType') !== 'email' || one(outlookSchema, 'Action') !== 'settings')
    throw new Error('not the settings of a mail account')
  const protocols = Array.from(document.getElementsByTagNameNS(outlookSchema, 'Protocol')).map((protocol) =>
    Object.fromEntries(
      Array.from(protocol.childNodes)
        .filter(({ nodeType }) => nodeType === 1)
        .map((node) => [node.nodeName, node.textContent ?? '']),
    ),
  )
  return { kind: 'settings', protocols }
}
