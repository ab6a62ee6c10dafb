import type { OrganisationFace } from '../face.ts'
import type { Fact } from '../letter.ts'
import { shortName } from '../safe-text.ts'
import type { Wording } from '../wording/wording.ts'

/** In which language, for whom and where a letter is written. */
export interface Setting {
  readonly wording: Wording
  readonly face: OrganisationFace
  /** IANA name; dates are written in it. */
  readonly timeZone: string
}

const maxListed = 10

export const organisationOf = ({ face }: Setting): string => shortName(face.branding.displayName)

/** Made once per language: making one takes longer than writing the rest of a mail. */
const dateFormats = new Map<string, Intl.DateTimeFormat>()

export function dateOf(iso: string, { wording, timeZone }: Setting): string {
  const key = `${wording.locale} ${timeZone}`
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(wording.locale, { dateStyle: 'long', timeZone })
  dateFormats.set(key, format)
  return format.format(new Date(iso))
}

export const closingOf = (to: string, setting: Setting): string => setting.wording.sentTo(to, organisationOf(setting))

/** At most ten of them, and how many more there are. */
export function listed(addresses: readonly string[], { wording }: Setting): string {
  const more = addresses.length - maxListed
  return [...addresses.slice(0, maxListed), ...(more > 0 ? [wording.andMore(more)] : [])].join(', ')
}

interface Author {
  readonly senderName: string
  readonly senderAddress: string
}

export const nameOf = ({ senderName, senderAddress }: Author): string =>
  senderName === '' ? senderAddress : senderName

export function fromFact(author: Author, { wording }: Setting): Fact {
  const name = nameOf(author)
  const isNamed = name !== author.senderAddress
  return { label: wording.from, value: isNamed ? `${name} (${author.senderAddress})` : name }
}
