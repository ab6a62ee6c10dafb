import { useEffect, useRef, useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLanguage } from '../language.tsx'
import { CodeForm, type CodeFormProps } from './code-form.tsx'
import styles from './screens.module.css'

/** After the sender was told that the number is wrong: no code is sent to it any more, one that came can still be entered. */
export function NumberReported({ link, session }: CodeFormProps) {
  const { t } = useLanguage()
  const place = useRef<HTMLDivElement>(null)
  const [hasCode, setHasCode] = useState(false)
  useEffect(() => place.current?.focus(), [])
  return (
    <>
      <div ref={place} tabIndex={-1}>
        <Notice kind="success">{t.check.wrongNumberSent(link.sender.name)}</Notice>
      </div>
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
