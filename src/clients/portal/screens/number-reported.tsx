import { useState } from 'react'
import { TextLink } from '../../ui/text-link.tsx'
import { FocusedNotice } from '../focused-notice.tsx'
import { useLanguage } from '../language.tsx'
import { CodeForm, type CodeFormProps } from './code-form.tsx'
import styles from './screens.module.css'

/** After the sender was told that the number is wrong: no code is sent to it any more, one that came can still be entered. */
export function NumberReported({ link, session }: CodeFormProps) {
  const { t } = useLanguage()
  const [hasCode, setHasCode] = useState(false)
  return (
    <>
      <FocusedNotice kind="success">{t.check.wrongNumberSent(link.sender.name)}</FocusedNotice>
      {hasCode ? (
        <>
          <p>{t.check.haveCodeIntro}</p>
          <CodeForm link={link} session={session} />
        </>
      ) : (
        <div className={styles.links}>
          <TextLink to="code" onFollow={() => setHasCode(true)}>
            {t.check.haveCode}
          </TextLink>
        </div>
      )}
    </>
  )
}
