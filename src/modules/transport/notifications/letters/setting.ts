import { showDay } from '../../../../lib/time/index.ts'
import type { OrganisationFace } from '../face.ts'
import type { Fact } from '../letter.ts'
import { shortName } from '../safe-text.ts'
import type { Wording } from '../wording/wording.ts'

/** In which language and for whom a letter is written. */
export interface Setting {
  readonly wording: Wording
  readonly face: OrganisationFace
}

const maxListed = 10

export const organisationOf = ({ face }: Setting): string => shortName(face.branding.displayName)

/** A day as the page and the web app write it. */
export const dayText = (day: string, { wording }: Setting): string => showDay(day, wording.language)

export const closingOf = (to: string, setting: Setting): string => setting.wording.sentTo(to, organisationOf(setting))

/** At most ten of them, and how many more there are. */
export function listed(addresses: readonly string[], { wording }: Setting): string {
  const more = addresses.length - maxListed
  return [...addresses.slice(0, maxListed), ...(more > 0 ? [wording.andMore(more)] : [])].join(', ')
}

interface Answering {
  readonly answersByMail: boolean
  readonly replyTo: readonly { readonly address: string }[]
}

/** Whether a mail that only leads to the page may be answered by mail: the author and the organisation both want it. */
export const takesAnswers = ({ answersByMail, replyTo }: Answering): boolean => answersByMail && replyTo.length > 0

/** The addresses an ordinary answer goes to, as the reader is told. */
export function answersGoTo(params: Answering & Author, setting: Setting): string {
  const addresses = params.replyTo.map(({ address }) => address)
  return listed(addresses.length === 0 ? [params.senderAddress] : addresses, setting)
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
