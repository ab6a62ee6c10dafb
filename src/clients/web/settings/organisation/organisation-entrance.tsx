import { useQuery } from '@tanstack/react-query'
import { useSignedIn } from '../../app/use-session.ts'
import { Busy } from '../../../ui/busy.tsx'
import { ButtonLink } from '../../controls/button-link.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { OrganisationSummary } from './organisation-summary.tsx'
import styles from './organisation.module.css'
import { organisationQuery } from './queries.ts'

/** On the page of the account: administrators find the way to the settings of the organisation, others a summary. */
export function OrganisationEntrance() {
  const { t } = useLanguage()
  const { isAdmin } = useSignedIn().view.account
  if (!isAdmin) return <Summary />
  return (
    <>
      <p className={styles.muted}>{t.organisation.linkText}</p>
      <div>
        <ButtonLink to="/settings/organisation">{t.organisation.open}</ButtonLink>
      </div>
    </>
  )
}

function Summary() {
  const { t } = useLanguage()
  const organisation = useQuery(organisationQuery)
  return (
    <>
      <ProblemNotice error={organisation.error} onRetry={() => void organisation.refetch()} />
      {organisation.isPending && <Busy>{t.app.loading}</Busy>}
      {organisation.isSuccess && <OrganisationSummary view={organisation.data} />}
    </>
  )
}
