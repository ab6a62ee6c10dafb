import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { callApi } from '../../../contract/client.ts'
import {
  checkDomainRecords,
  recordPurposes,
  type CheckedRecord,
  type DnsRecord,
  type DomainRecords,
} from '../../../contract/set-up.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../frame/page.tsx'
import { BackLink } from '../controls/back-link.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Busy } from '../../ui/busy.tsx'
import { Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import { CopyOne } from './copy-rows.tsx'
import { recordsQuery } from './queries.ts'
import styles from './records-page.module.css'

/** What an administrator publishes for each domain, and what the DNS holds of it. */
export function RecordsPage() {
  const { t } = useLanguage()
  const texts = t.setUp.records
  const domains = useQuery(recordsQuery)
  return (
    <Page intro={texts.intro} before={<BackLink to="/settings/set-up">{texts.back}</BackLink>}>
      <ProblemNotice error={domains.error} onRetry={() => void domains.refetch()} />
      {domains.isPending && <Busy>{t.app.loading}</Busy>}
      {domains.data?.length === 0 && <p>{texts.none}</p>}
      <div className={styles.sections}>
        {domains.data?.map((domain) => (
          <DomainPanel key={domain.domain} listed={domain} />
        ))}
      </div>
    </Page>
  )
}

type ShownRecord = DnsRecord & Partial<CheckedRecord>

function DomainPanel({ listed }: { readonly listed: DomainRecords }) {
  const { t } = useLanguage()
  const texts = t.setUp.records
  const check = useMutation({ mutationFn: () => callApi(checkDomainRecords, { domain: listed.domain }) })
  const records: readonly ShownRecord[] = check.data?.records ?? listed.records
  return (
    <Panel id={listed.domain} title={listed.domain}>
      <div>
        <Button onClick={() => check.mutate()} isBusy={check.isPending}>
          {texts.check}
        </Button>
      </div>
      {check.isPending && <Busy>{texts.checking}</Busy>}
      <ProblemNotice error={check.error} />
      {check.isSuccess && <Summary records={check.data.records} />}
      <Hints listed={listed} />
      <RecordsByPurpose records={records} />
    </Panel>
  )
}

/** What is not there yet and changes what stands below. */
function Hints({ listed }: { readonly listed: DomainRecords }) {
  const { t } = useLanguage()
  const texts = t.setUp.records
  return (
    <>
      {!listed.hasDkimKeys && (
        <Notice kind="info">
          {texts.noDkim} <code className={styles.fixed}>sealpost domain dkim --domain {listed.domain}</code>
        </Notice>
      )}
      {!listed.knowsIncoming && (
        <Notice kind="info">
          {texts.noIncoming}{' '}
          <Link to="/settings/organisation" hash="incoming">
            {texts.sayIncoming}
          </Link>
        </Notice>
      )}
    </>
  )
}

function RecordsByPurpose({ records }: { readonly records: readonly ShownRecord[] }) {
  const { t } = useLanguage()
  const texts = t.setUp.records
  return recordPurposes
    .map((purpose) => ({ purpose, own: records.filter((record) => record.purpose === purpose) }))
    .filter(({ own }) => own.length > 0)
    .map(({ purpose, own }) => (
      <section key={purpose} className={styles.purpose}>
        <h3>
          {purposeNames[purpose]} <span className={styles.need}>({texts.needs[own[0]?.need ?? 'information']})</span>
        </h3>
        <p className={styles.muted}>{texts.purposes[purpose]}</p>
        <ul className={styles.records}>
          {own.map((record) => (
            <RecordRow key={`${record.type} ${record.name} ${record.value}`} record={record} />
          ))}
        </ul>
      </section>
    ))
}

/** Words of the DNS and of its standards, the same in every language. */
const purposeNames = {
  submission: 'SMTP',
  incoming: 'IMAP, POP3',
  autoconfig: 'Autoconfig',
  autodiscover: 'Autodiscover',
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  'mta-sts': 'MTA-STS',
  tlsa: 'DANE',
} as const

function Summary({ records }: { readonly records: readonly CheckedRecord[] }) {
  const { t } = useLanguage()
  const { allFine, lacking } = t.setUp.records
  const bad = records.filter(
    ({ need, state }) => need === 'needed' && state !== 'present' && state !== 'unclear',
  ).length
  return <Notice kind={bad === 0 ? 'success' : 'warning'}>{bad === 0 ? allFine : lacking(bad)}</Notice>
}

/** What is only for information is no alarm when it is missing. */
function toneOf({ state, need }: Pick<CheckedRecord, 'state' | 'need'>): Tone {
  if (state === 'present') return 'good'
  if (need === 'information') return 'calm'
  return need === 'needed' && state !== 'unclear' ? 'bad' : 'warn'
}

/** A value with a gap would be published with it. */
const isWhole = ({ value }: ShownRecord): boolean => !value.includes('…')

function RecordRow({ record }: { readonly record: ShownRecord }) {
  const { t } = useLanguage()
  const texts = t.setUp.records
  const { state, found = [], need } = record
  const showsFound = state === 'different' || state === 'unclear'
  return (
    <li className={styles.record}>
      <p className={styles.head}>
        <span className={styles.fixed}>{record.name}</span>
        <span className={styles.type}>{record.type}</span>
        {state !== undefined && <Badge tone={toneOf({ state, need })}>{texts.states[state]}</Badge>}
      </p>
      <div className={styles.value}>
        <span className={styles.fixed}>{record.value}</span>
        {isWhole(record) && <CopyOne term={`${record.name} ${record.type}`} value={record.value} />}
      </div>
      {showsFound && (
        <p className={styles.muted}>
          {texts.found}: <span className={styles.fixed}>{found.join(' · ')}</span>
        </p>
      )}
    </li>
  )
}
