import { demoFilePath, type DemoMail } from '../../contract/demo.ts'
import { formatSize } from '../ui/formats.ts'
import { Drawing } from '../ui/drawing.tsx'
import { download } from '../ui/drawings.ts'
import styles from './mail-pane.module.css'
import { useLanguage } from './texts/language.tsx'

/** What is attached to a mail, to be saved and opened with a program of one's own. */
export function FileList({ mail }: { readonly mail: DemoMail }) {
  const { t, language } = useLanguage()
  if (mail.files.length === 0) return null
  return (
    <div className={styles.files}>
      <ul className={styles.fileList} aria-label={t.mails.files}>
        {mail.files.map(({ name, sizeBytes }, index) => (
          <li key={name}>
            <a className={styles.file} href={demoFilePath(mail.id, index)} download={name}>
              <Drawing path={download} size={20} />
              <span className={styles.fileName}>{name}</span>
              <span className={styles.hint}>{formatSize(sizeBytes, language)}</span>
            </a>
          </li>
        ))}
      </ul>
      <p className={styles.hint}>{t.mails.filesHint}</p>
    </div>
  )
}
