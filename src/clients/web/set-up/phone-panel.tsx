import { CopyButton } from '../controls/copy-value.tsx'
import { Panel } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './set-up-page.module.css'

/** How the mobile number is written beside the recipient. */
export function PhonePanel() {
  const { t } = useLanguage()
  const texts = t.setUp
  return (
    <Panel id="phone" title={texts.phoneTitle}>
      <p>{texts.phoneText}</p>
      <p className={styles.recipients}>
        <span className={styles.muted}>{texts.phoneTo}</span> <span className={styles.fixed}>{texts.phoneExample}</span>
      </p>
      <ul className={styles.rules}>
        {texts.phoneRules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <div>
        <CopyButton text="@sms.local" label={texts.phoneCopy} />
      </div>
    </Panel>
  )
}
