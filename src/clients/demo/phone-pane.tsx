import type { DemoText } from '../../contract/demo.ts'
import { Card } from '../ui/card.tsx'
import { CopyValue } from './copy-value.tsx'
import styles from './phone-pane.module.css'
import { useLanguage } from './texts/language.tsx'
import { useArrivals } from './use-arrivals.ts'

/** A code of six digits, or a password of four groups. */
const secretOf = ({ text }: DemoText): string | undefined =>
  /\b(?:\d{6}|[a-z2-9]{4}(?:-[a-z2-9]{4}){3})\b/.exec(text)?.[0]

const referenceOf = (text: DemoText) => text.reference

/** The caught text messages, newest first, as on a phone. */
export function PhonePane({ texts }: { readonly texts: readonly DemoText[] }) {
  const { t, language } = useLanguage()
  const fresh = useArrivals(texts, referenceOf)
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  return (
    <Card labelledBy="texts">
      <div>
        <h2 id="texts">{t.phone.heading}</h2>
        <p className={styles.hint}>{t.phone.hint}</p>
      </div>
      <output className="visually-hidden">{fresh.length === 0 ? '' : t.phone.arrived}</output>
      <div className={styles.phone}>
        {texts.length === 0 ? (
          <p className={styles.empty}>{t.phone.empty}</p>
        ) : (
          <ul className={styles.list}>
            {texts.map((text) => (
              <li key={text.reference}>
                <p className={styles.bubble}>{text.text}</p>
                <Secret text={text} />
                <p className={styles.hint}>
                  {t.phone.to(text.to)} · <time dateTime={text.keptAt}>{time.format(new Date(text.keptAt))}</time>
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}

function Secret({ text }: { readonly text: DemoText }) {
  const { t } = useLanguage()
  const secret = secretOf(text)
  return secret === undefined ? null : <CopyValue value={secret} label={t.phone.copy(text.to)} />
}
