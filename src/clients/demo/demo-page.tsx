import { useEffect, useState } from 'react'
import type { DemoPractice, DemoRoute } from '../../contract/demo.ts'
import { BrandMark } from '../ui/brand-mark.tsx'
import { languageNames } from '../ui/language-choice.ts'
import { Notice } from '../ui/notice.tsx'
import { Segments } from '../ui/segments.tsx'
import styles from './demo-page.module.css'
import { MailPane } from './mail-pane.tsx'
import { MailProgramCard } from './mail-program-card.tsx'
import { PhonePane } from './phone-pane.tsx'
import { SendForm } from './send-form.tsx'
import { SignInCard } from './sign-in-card.tsx'
import { Steps } from './steps.tsx'
import { useLanguage } from './texts/language.tsx'
import { useDemo } from './use-demo.ts'

/** The one page of the demo: what to do on top, the doctor on the left, the patient's mailbox and phone on the right. */
export function DemoPage() {
  const { t } = useLanguage()
  useEffect(() => {
    document.title = t.title
  }, [t])
  const { practice, caught, isUnreachable } = useDemo()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [route, setRoute] = useState<DemoRoute>('portal')
  return (
    <div className={styles.page}>
      <TopBar />
      <main className={styles.main}>
        <div className={styles.stage}>
          <div className={styles.intro}>
            <h1>{t.heading}</h1>
            {practice !== null && <p>{t.intro(practice.organisation)}</p>}
          </div>
          {isUnreachable && <Notice kind="warning">{t.unreachable}</Notice>}
          <Steps route={route} />
          {practice === null || caught === null ? (
            <output>{t.loading}</output>
          ) : (
            <div className={styles.sides}>
              <section className={styles.side} aria-labelledby="doctor-side">
                <p id="doctor-side" className={styles.whose}>
                  {t.doctorSide}
                </p>
                <SendForm
                  practice={practice}
                  route={route}
                  onRoute={setRoute}
                  mails={caught.mails}
                  onSent={() => setChosenId(null)}
                />
              </section>
              <section className={styles.side} aria-labelledby="patient-side">
                <p id="patient-side" className={styles.whose}>
                  {t.patientSide}
                </p>
                <div className={styles.patient}>
                  <MailPane mails={caught.mails} chosenId={chosenId} onChoose={setChosenId} />
                  <PhonePane texts={caught.texts} />
                </div>
              </section>
            </div>
          )}
        </div>
        {practice !== null && <Access practice={practice} />}
      </main>
    </div>
  )
}

function Access({ practice }: { readonly practice: DemoPractice }) {
  return (
    <div className={styles.access}>
      <SignInCard practice={practice} />
      <MailProgramCard practice={practice} />
    </div>
  )
}

const languages = (['de', 'en'] as const).map((code) => ({ value: code, label: languageNames[code], lang: code }))

function TopBar() {
  const { t, language, setLanguage } = useLanguage()
  return (
    <header className={styles.bar}>
      <BrandMark branding={null} product={t.title} />
      <Segments name={t.language} segments={languages} value={language} onChoose={setLanguage} />
    </header>
  )
}
