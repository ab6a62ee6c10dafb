import { Address } from '../ui/address.tsx'
import { Facts } from '../ui/facts.tsx'
import type { Language } from '../ui/formats.ts'
import styles from './mail-view.module.css'
import type { MailViewTexts } from './mail-view-texts.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'
import { sentLine } from './sent-line.ts'

export interface MailFactsProps {
  readonly mail: ParsedMail
  readonly language: Language
  readonly timeZone: string
  readonly texts: MailViewTexts
}

/** Who wrote to whom, and when. Empty fields are left out. */
export function MailFacts({ mail, language, timeZone, texts }: MailFactsProps) {
  const people = [
    { name: texts.from, addresses: mail.from },
    { name: texts.to, addresses: mail.to },
    { name: texts.copyTo, addresses: mail.cc },
  ].filter(({ addresses }) => addresses.length > 0)
  const facts = people.map(({ name, addresses }) => ({ name, value: <People addresses={addresses} /> }))
  const sent = sentLine(mail, { language, timeZone })
  return <Facts facts={sent === '' ? facts : [...facts, { name: texts.sent, value: <bdi>{sent}</bdi> }]} />
}

function People({ addresses }: { readonly addresses: readonly MailAddress[] }) {
  return addresses.map(({ name, address }) => (
    <span key={`${name} ${address}`} className={styles.person}>
      {name !== '' && <bdi>{name}</bdi>}
      <span className={name === '' ? undefined : styles.muted}>
        <Address address={address} />
      </span>
    </span>
  ))
}
