import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { mailPassword, textPassword } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useToast } from '../controls/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './password-panel.module.css'

interface PassOnProps {
  readonly messageId: string
  readonly password: string
  readonly onClose: () => void
}

/** Sends the password to a phone at once. */
export function TextPasswordDialog({ messageId, password, onClose }: PassOnProps) {
  const { t } = useLanguage()
  const texts = t.message.password
  return (
    <PassOnDialog
      title={texts.text}
      field={{ label: texts.number, hint: texts.numberHint, missing: texts.numberMissing, type: 'tel' }}
      send={(number) => callApi(textPassword, { password, number }, { params: { id: messageId } })}
      sent={texts.texted}
      onClose={onClose}
    />
  )
}

/** Sends the password to a second mail address, and says that this is the weaker way. */
export function MailPasswordDialog({ messageId, password, onClose }: PassOnProps) {
  const { t } = useLanguage()
  const texts = t.message.password
  return (
    <PassOnDialog
      title={texts.mail}
      warning={texts.mailText}
      field={{ label: texts.address, hint: texts.addressHint, missing: texts.addressMissing, type: 'email' }}
      send={(address) => callApi(mailPassword, { password, address }, { params: { id: messageId } })}
      sent={texts.mailed}
      onClose={onClose}
    />
  )
}

/** Shorter is neither a number nor an address. */
const minChars = 4

interface PassOnDialogProps {
  readonly title: string
  readonly warning?: string
  readonly field: {
    readonly label: string
    readonly hint: string
    readonly missing: string
    readonly type: 'tel' | 'email'
  }
  readonly send: (destination: string) => Promise<unknown>
  readonly sent: string
  readonly onClose: () => void
}

function PassOnDialog({ title, warning, field, send, sent, onClose }: PassOnDialogProps) {
  const { t } = useLanguage()
  const tell = useToast()
  const [destination, setDestination] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const sending = useMutation({
    mutationFn: send,
    onSuccess: () => {
      tell(sent)
      onClose()
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    const chosen = destination.trim()
    const isTooShort = chosen.length < minChars
    setIsMissing(isTooShort)
    if (!isTooShort && !sending.isPending) sending.mutate(chosen)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {warning !== undefined && <Notice kind="warning">{warning}</Notice>}
        <TextField
          label={field.label}
          hint={field.hint}
          type={field.type}
          value={destination}
          onValue={setDestination}
          autoComplete="off"
          problem={isMissing ? field.missing : null}
        />
        <ProblemNotice error={sending.error} />
        <Actions>
          <Button kind="primary" type="submit" isBusy={sending.isPending}>
            {t.message.password.send}
          </Button>
          <Button onClick={onClose}>{t.app.cancel}</Button>
        </Actions>
      </form>
    </Dialog>
  )
}
