import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { OrganisationView } from '../../../../contract/organisation.ts'
import { sections } from '../../../../lib/settings/index.ts'
import { Page } from '../../frame/page.tsx'
import { useSignedIn } from '../../app/use-session.ts'
import { Busy } from '../../../ui/busy.tsx'
import { Panel } from '../../controls/panel.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { LeaveGuard } from '../../frame/leave-guard.tsx'
import { SaveBar } from '../../frame/save-bar.tsx'
import { Sections } from '../../frame/sections.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { DomainRules } from './domain-rules.tsx'
import { OrganisationSummary } from './organisation-summary.tsx'
import styles from './organisation.module.css'
import { PresetPanel } from './preset-panel.tsx'
import { organisationQuery } from './queries.ts'
import { settingGroups } from './setting-groups.ts'
import { SettingsGroup } from './settings-group.tsx'
import { useOrganisationForm } from './use-organisation-form.ts'

/** What holds for everybody of the organisation; administrators change it here, others read it. */
export function OrganisationPage() {
  const { t } = useLanguage()
  const { branding } = useSignedIn().view
  const organisation = useQuery(organisationQuery)
  return (
    <Page intro={t.organisation.intro(branding.organisationName)}>
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
  const { settings, domainRules } = view
  const form = useOrganisationForm(settings)
  const element = useRef<HTMLDivElement>(null)
  const { attempts } = form
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempts])
  const parts = [
    { id: 'preset', title: t.organisation.preset.title },
    ...settingGroups.map(([group]) => ({ id: group, title: sections[group][language].title })),
  ]
  return (
    <Sections label={t.organisation.pageTitle} sections={parts}>
      <div className={styles.sections} ref={element}>
        <Panel id="preset" title={t.organisation.preset.title}>
          <PresetPanel settings={settings} form={form} />
        </Panel>
        {settingGroups.map(([group, names]) => (
          <Panel key={group} id={group} title={sections[group][language].title}>
            <SettingsGroup group={group} names={names} saved={settings} form={form} />
            {group === 'leave' && (
              <section className={styles.part} aria-labelledby="domain-rules">
                <h3 id="domain-rules">{t.organisation.rules.title}</h3>
                <DomainRules rules={domainRules} />
              </section>
            )}
          </Panel>
        ))}
        <SaveBar form={form} />
      </div>
      <LeaveGuard isDirty={form.isDirty} />
    </Sections>
  )
}
