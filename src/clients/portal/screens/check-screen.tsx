import { useState } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { Address } from '../../ui/address.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import type { Texts } from '../texts/en.ts'
import { AccessCodeCheck } from './access-code-check.tsx'
import { CodeCheck } from './code-check.tsx'
import styles from './screens.module.css'
import { TrustedCheck } from './trusted-check.tsx'

export interface CheckScreenProps {
  readonly link: OpenLinkView
  readonly isAgain: boolean
  readonly session: PortalSession
}

/** Who wrote to whom, and the check that opens the message. Showing it sends nothing and uses nothing up. */
export function CheckScreen({ link, isAgain, session }: CheckScreenProps) {
  const { t } = useLanguage()
  const why = whyOf(link, t)
  return (
    <div className={styles.stack}>
      <Intro link={link} />
      {isAgain && <Notice kind="info">{t.check.again}</Notice>}
      <div className={styles.columns}>
        <div>
          <Card labelledBy="check-heading">
            <h2 id="check-heading">{t.check.heading}</h2>
            <Check link={link} session={session} />
          </Card>
          <div className={styles.why}>
            <h2>{why.heading}</h2>
            <p>{why.text}</p>
          </div>
        </div>
        <section className={styles.details} aria-labelledby="details-heading">
          <h2 id="details-heading">{t.summary.details}</h2>
          <Details link={link} />
        </section>
      </div>
    </div>
  )
}

function Intro({ link }: { readonly link: OpenLinkView }) {
  const { t } = useLanguage()
  return (
    <div className={styles.intro}>
      <h1 id="page-heading" tabIndex={-1}>
        {t.summary.heading(link.sender.name)}
      </h1>
      <p className={styles.reference}>
        <span>
          {t.summary.reference} <span className={styles.referenceCode}>{link.reference}</span>
        </span>
      </p>
      <p className={`${styles.muted} ${styles.small}`}>{t.summary.compare}</p>
    </div>
  )
}

function Details({ link }: { readonly link: OpenLinkView }) {
  const { t, formats } = useLanguage()
  const [now] = useState(() => new Date())
  const until = t.summary.untilValue(formats.calendarDay(link.expiresOn), formats.daysUntil(link.expiresOn, now))
  return (
    <Facts
      facts={[
        {
          name: t.summary.from,
          value: (
            <>
              <bdi>{link.sender.name}</bdi>
              <br />
              <Address address={link.sender.address} />
            </>
          ),
        },
        { name: t.summary.recipient, value: <Address address={link.recipientAddress} /> },
        { name: t.summary.sent, value: formats.moment(link.sentAt) },
        { name: t.summary.until, value: until },
      ]}
    />
  )
}

function Check({ link, session }: { readonly link: OpenLinkView; readonly session: PortalSession }) {
  if (link.check === 'access-code') return <AccessCodeCheck link={link} session={session} />
  return link.trusted ? <TrustedCheck link={link} session={session} /> : <CodeCheck link={link} session={session} />
}

function whyOf(
  { check, asksForPassword }: OpenLinkView,
  t: Texts,
): { readonly heading: string; readonly text: string } {
  if (asksForPassword) return { heading: t.why.password, text: t.why.passwordText }
  switch (check) {
    case 'sms':
      return { heading: t.why.sms, text: t.why.smsText }
    case 'access-code':
      return { heading: t.why.access, text: t.why.accessText }
    case 'email':
      return { heading: t.why.email, text: t.why.emailText }
  }
}
