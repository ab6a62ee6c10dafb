import type { OrganisationView } from '../../../../contract/organisation.ts'
import { Facts } from '../../../ui/facts.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { RuleTable } from './domain-rules.tsx'
import styles from './organisation.module.css'
import { describeSetting, settingGroups, settingKinds } from './setting-groups.ts'

/** What the organisation decided, for members who may only read it. */
export function OrganisationSummary({ view }: { readonly view: OrganisationView }) {
  const { t } = useLanguage()
  const names = settingGroups.flatMap(([, settings]) => settings).filter((name) => settingKinds[name].kind !== 'note')
  return (
    <>
      <p className={styles.muted}>{t.organisation.readOnly}</p>
      <Facts
        facts={names.map((setting) => ({
          name: t.organisation.fields[setting].label,
          value: describeSetting(setting, view.settings, t.organisation),
        }))}
      />
      {view.domainRules.length > 0 && <RuleTable rules={view.domainRules} />}
    </>
  )
}
