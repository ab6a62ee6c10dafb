import type { OrganisationView } from '../../../../contract/organisation.ts'
import { settingOf, type AnyKind } from '../../../../lib/settings/index.ts'
import { Facts } from '../../../ui/facts.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { RuleTable } from './domain-rules.tsx'
import styles from './organisation.module.css'
import { describeSetting, kindOf, settingGroups } from './setting-groups.ts'

/** Long texts are for recipients, and where the mailboxes are stands on the page of mail programs. */
const isFact = (kind: AnyKind['name']) => kind !== 'text' && kind !== 'mail-server'

/** What the organisation decided, for members who may only read it. */
export function OrganisationSummary({ view }: { readonly view: OrganisationView }) {
  const { t, language } = useLanguage()
  const names = settingGroups.flatMap(([, settings]) => settings).filter((name) => isFact(kindOf(name).name))
  return (
    <>
      <p className={styles.muted}>{t.organisation.readOnly}</p>
      <Facts
        facts={names.map((setting) => ({
          name: settingOf(setting).texts[language].label,
          value: describeSetting(setting, { settings: view.settings, language, t: t.organisation }),
        }))}
      />
      {view.domainRules.length > 0 && <RuleTable rules={view.domainRules} />}
    </>
  )
}
