import { useState, type SubmitEvent } from 'react'
import type { DemoMail, DemoPractice, DemoRoute } from '../../contract/demo.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/text-field.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { Drawing } from '../ui/drawing.tsx'
import { clip, sent } from '../ui/drawings.ts'
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
        <TextField
          label={t.send.subject}
          value={subject}
          onValue={setSubject}
          maxLength={200}
          problem={isMissing(subject) ? t.send.subjectMissing : undefined}
        />
        <TextArea
          label={t.send.text}
          value={text}
          onValue={setText}
          problem={isMissing(text) ? t.send.textMissing : undefined}
        />
        <div className={styles.send}>
          <p className={styles.enclosure}>
            <Drawing path={clip} size={18} /> {t.send.enclosure(practice.enclosure)}
          </p>
          <Button kind="primary" type="submit" icon={<Drawing path={sent} />} isBusy={sending.kind === 'working'}>
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
