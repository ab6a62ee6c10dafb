import { useQuery } from '@tanstack/react-query'
import type { OrganisationView } from '../../../../contract/organisation.ts'
import { sections } from '../../../../lib/settings/index.ts'
import { Page } from '../../app/page.tsx'
import { useSignedIn } from '../../app/use-session.ts'
import { BackLink } from '../../controls/back-link.tsx'
import { Busy } from '../../../ui/busy.tsx'
import { Panel } from '../../controls/panel.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { DomainRules } from './domain-rules.tsx'
import { OrganisationSummary } from './organisation-summary.tsx'
import styles from './organisation.module.css'
import { PresetPanel } from './preset-panel.tsx'
import { organisationQuery } from './queries.ts'
import { settingGroups } from './setting-groups.ts'
import { SettingsForm } from './settings-form.tsx'
import { useDraft } from './use-draft.ts'

/** What holds for everybody of the organisation; administrators change it here, others read it. */
export function OrganisationPage() {
  const { t } = useLanguage()
  const { branding } = useSignedIn().view
  const organisation = useQuery(organisationQuery)
  return (
    <Page
      title={t.organisation.pageTitle}
      intro={t.organisation.intro(branding.organisationName)}
      before={<BackLink to="/settings">{t.settings.title}</BackLink>}
    >
      <ProblemNotice error={organisation.error} onRetry={() => void organisation.refetch()} />
      {organisation.isPending && <Busy>{t.app.loading}</Busy>}
      {organisation.isSuccess &&
        (organisation.data.mayChange ? <Changeable view={organisation.data} /> : <ReadOnly view={organisation.data} />)}
    </Page>
  )
}

function ReadOnly({ view }: { readonly view: OrganisationView }) {
  const { t } = useLanguage()
  return (
    <div className={styles.sections}>
      <Panel id="organisation" title={t.organisation.title}>
        <OrganisationSummary view={view} />
      </Panel>
    </div>
  )
}

function Changeable({ view }: { readonly view: OrganisationView }) {
  const { t, language } = useLanguage()
  const handle = useDraft()
  const { settings, domainRules } = view
  return (
    <div className={styles.sections}>
      <Panel id="preset" title={t.organisation.preset.title}>
        <PresetPanel settings={settings} handle={handle} />
      </Panel>
      {settingGroups.map(([group, names]) => (
        <Panel key={group} id={group} title={sections[group][language].title}>
          <SettingsForm group={group} names={names} saved={settings} handle={handle} />
          {group === 'leave' && (
            <section className={styles.part} aria-labelledby="domain-rules">
              <h3 id="domain-rules">{t.organisation.rules.title}</h3>
              <DomainRules rules={domainRules} />
            </section>
          )}
        </Panel>
      ))}
    </div>
  )
}
