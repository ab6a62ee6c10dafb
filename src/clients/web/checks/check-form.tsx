import { useMutation } from '@tanstack/react-query'
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { CheckKind } from '../../../contract/messages.ts'
import { normaliseAccessCode } from '../../../lib/split-key/index.ts'
import { Button } from '../../ui/button.tsx'
import { Badge } from '../controls/badge.tsx'
import { Busy } from '../controls/busy.tsx'
import { Choice } from '../controls/choice.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import { AccessCodeField } from './access-code-field.tsx'
import styles from './check-form.module.css'
import { NumberField } from './number-field.tsx'
import { judgeNumber, type NumberProblem } from './judge-number.ts'
import type { ChosenCheck } from './send-copy.ts'

const minAccessCodeCharacters = 6

interface CheckFormProps {
  /** Chosen at first; SMS where nothing is known. */
  readonly initial: CheckKind
  readonly submitLabel: string
  /** Rejections are shown in the form. */
  readonly onSubmit: (chosen: ChosenCheck) => Promise<void>
  readonly extra?: ReactNode
}

/** The three ways in which a recipient can prove who they are, strongest first, with the fields of the chosen one. */
export function CheckForm({ initial, submitLabel, onSubmit, extra }: CheckFormProps) {
  const { t } = useLanguage()
  const group = useId()
  const fields = useRef<HTMLFieldSetElement>(null)
  const [kind, setKind] = useState<CheckKind>(initial)
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const [numberProblem, setNumberProblem] = useState<NumberProblem | null>(null)
  const [codeIsShort, setCodeIsShort] = useState(false)
  const save = useMutation({ mutationFn: onSubmit })

  const judge = async (): Promise<ChosenCheck | null> => {
    if (kind === 'email') return { check: 'email' }
    if (kind === 'sms') {
      const judged = await judgeNumber(number)
      setNumberProblem(judged.problem)
      return judged.problem === null ? { check: 'sms', number: judged.number } : null
    }
    const isShort = [...normaliseAccessCode(code)].length < minAccessCodeCharacters
    setCodeIsShort(isShort)
    return isShort ? null : { check: 'access-code', code }
  }
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    if (save.isPending) return
    const chosen = await judge()
    if (chosen === null) return fields.current?.querySelector<HTMLInputElement>('input:not([type=radio])')?.focus()
    save.mutate(chosen)
  }
  const choice = (of: CheckKind) => ({ group, chosen: kind === of, onChoose: () => setKind(of) })
  const { sms, accessCode, email } = t.completion
  return (
    <form className={styles.form} onSubmit={(submitted) => void submit(submitted)} noValidate>
      <fieldset className={styles.choices} ref={fields}>
        <legend className="visually-hidden">{t.completion.options}</legend>
        <Choice {...choice('sms')} title={sms.name} label={<Badge tone="good">{sms.label}</Badge>} text={sms.text}>
          <NumberField value={number} onValue={setNumber} problem={numberProblem} />
        </Choice>
        <Choice
          {...choice('access-code')}
          title={accessCode.name}
          label={<Badge tone="calm">{accessCode.label}</Badge>}
          text={accessCode.text}
        >
          <AccessCodeField value={code} onValue={setCode} problem={codeIsShort ? t.completion.codeTooShort : null} />
        </Choice>
        <Choice
          {...choice('email')}
          title={email.name}
          label={
            <Badge tone="warn" icon="alert">
              {email.label}
            </Badge>
          }
          text={email.text}
        />
      </fieldset>
      <ProblemNotice error={save.error} />
      <Actions>
        <Button kind="primary" type="submit" isBusy={save.isPending}>
          {submitLabel}
        </Button>
        {extra}
      </Actions>
      {save.isPending && <Busy>{kind === 'access-code' ? t.completion.stretching : t.completion.sending}</Busy>}
    </form>
  )
}
