import { useId, useRef, type ReactNode } from 'react'
import type { CheckKind } from '../../../contract/check-kind.ts'
import { Button } from '../../ui/button.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Busy } from '../../ui/busy.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import { AccessCodeField } from './access-code-field.tsx'
import styles from './check-form.module.css'
import { NumberField } from './number-field.tsx'
import type { ChosenCheck } from './send-copy.ts'
import { useCheckForm, type CheckFormState } from './use-check-form.ts'

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
  const fields = useRef<HTMLFieldSetElement>(null)
  const onInvalid = () => fields.current?.querySelector<HTMLInputElement>('input:not([type=radio])')?.focus()
  const form = useCheckForm({ initial, onSubmit, onInvalid })
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <fieldset className={styles.choices} ref={fields}>
        <legend className="visually-hidden">{t.completion.options}</legend>
        <CheckChoices form={form} />
      </fieldset>
      <ProblemNotice error={form.error} />
      <Actions>
        <Button kind="primary" type="submit" isBusy={form.isBusy}>
          {submitLabel}
        </Button>
        {extra}
      </Actions>
      {form.isBusy && <Busy>{form.kind === 'access-code' ? t.completion.stretching : t.completion.sending}</Busy>}
    </form>
  )
}

function CheckChoices({ form }: { readonly form: CheckFormState }) {
  const { t } = useLanguage()
  const group = useId()
  const { sms, accessCode, email } = t.completion
  const choice = (kind: CheckKind) => ({ group, chosen: form.kind === kind, onChoose: () => form.choose(kind) })
  return (
    <>
      <Choice {...choice('sms')} title={sms.name} label={<Badge tone="good">{sms.label}</Badge>} text={sms.text}>
        <NumberField {...form.number} />
      </Choice>
      <Choice
        {...choice('access-code')}
        title={accessCode.name}
        label={<Badge tone="calm">{accessCode.label}</Badge>}
        text={accessCode.text}
      >
        <AccessCodeField {...form.code} problem={form.codeIsShort ? t.completion.codeTooShort : null} />
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
    </>
  )
}
