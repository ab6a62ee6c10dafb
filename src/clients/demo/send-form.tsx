import { useState, type SubmitEvent } from 'react'
import type { DemoMail, DemoPractice, DemoRoute } from '../../contract/demo.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field, TextArea } from '../ui/field.tsx'
import { AttachIcon, SendIcon } from '../ui/icons.tsx'
import { PatientChoice } from './patient-choice.tsx'
import { RadioGroup } from './radio-group.tsx'
import styles from './send-form.module.css'
import { SendOutcome } from './send-outcome.tsx'
import { useLanguage } from './texts/language.tsx'
import { useSending } from './use-sending.ts'

interface SendFormProps {
  readonly practice: DemoPractice
  readonly route: DemoRoute
  readonly onRoute: (route: DemoRoute) => void
  readonly mails: readonly DemoMail[]
  readonly onSent: () => void
}

/** Subject and text; until somebody types, they are examples in the language of the page. */
function useDraft() {
  const { t } = useLanguage()
  const [typed, setTyped] = useState<{ readonly subject?: string; readonly text?: string }>({})
  return {
    subject: typed.subject ?? t.send.firstSubject,
    text: typed.text ?? t.send.firstText,
    setSubject: (subject: string) => setTyped({ ...typed, subject }),
    setText: (text: string) => setTyped({ ...typed, text }),
  }
}

/** Submits a real mail over SMTP and shows what the server said. */
export function SendForm({ practice, route, onRoute, mails, onSent }: SendFormProps) {
  const { t } = useLanguage()
  const [to, setTo] = useState(practice.patients[0]?.address ?? '')
  const { subject, text, setSubject, setText } = useDraft()
  const [isChecked, setChecked] = useState(false)
  const { sending, send } = useSending(onSent)
  const newest = mails[0]?.id ?? ''
  const isMissing = (value: string) => isChecked && value.trim() === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (subject.trim() !== '' && text.trim() !== '') void send({ to, route, subject, text }, newest)
  }
  return (
    <Card labelledBy="send-heading">
      <h2 id="send-heading" className={styles.heading}>
        {t.send.heading}
      </h2>
      <form className={styles.form} onSubmit={submit} noValidate>
        <RouteChoice route={route} onChoose={onRoute} />
        <PatientChoice patients={practice.patients} route={route} address={to} onChoose={setTo} />
        <Field
          label={t.send.subject}
          value={subject}
          onChange={setSubject}
          maxLength={200}
          error={isMissing(subject) ? t.send.subjectMissing : undefined}
        />
        <TextArea
          label={t.send.text}
          value={text}
          onChange={setText}
          error={isMissing(text) ? t.send.textMissing : undefined}
        />
        <div className={styles.send}>
          <p className={styles.enclosure}>
            <AttachIcon size={18} /> {t.send.enclosure(practice.enclosure)}
          </p>
          <Button kind="primary" type="submit" icon={<SendIcon />} isBusy={sending.kind === 'working'}>
            {t.send.button}
          </Button>
        </div>
      </form>
      <SendOutcome sending={sending} newest={newest} />
    </Card>
  )
}

function RouteChoice(props: { readonly route: DemoRoute; readonly onChoose: (route: DemoRoute) => void }) {
  const { t } = useLanguage()
  const options = (['portal', 'attachment'] as const).map((value) => ({ value, ...t.send.routes[value] }))
  return (
    <RadioGroup legend={t.send.route} name="route" options={options} value={props.route} onChoose={props.onChoose} />
  )
}
