import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { callApi } from '../../../contract/client.ts'
import { mailPassword, textPassword, type MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NumberField } from '../checks/number-field.tsx'
import { useNumber } from '../checks/use-number.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './password-panel.module.css'
import { messagesKey } from './queries.ts'
import { useTellOf } from './use-tell-of.ts'

interface PassOnProps {
  readonly message: MessageView
  readonly password: string
  readonly onClose: () => void
}

/** Sends the password to a phone at once. */
export function TextPasswordDialog({ message, password, onClose }: PassOnProps) {
  const { t } = useLanguage()
  const { judge, ...number } = useNumber()
  const sending = useSending(message, {
    send: (to) => callApi(textPassword, { password, number: to }, { params: { id: message.id } }),
    sent: t.message.password.texted,
    onClose,
  })
  const submit = async () => {
    const judged = await judge()
    if (judged !== null) sending.mutate(judged)
  }
  return (
    <PassOnDialog title={t.message.password.text} sending={sending} onSubmit={() => void submit()} onClose={onClose}>
      <NumberField {...number} />
    </PassOnDialog>
  )
}

/** Shorter is no address. */
const minChars = 4

/** Sends the password to a second mail address, and says that this is the weaker way. */
export function MailPasswordDialog({ message, password, onClose }: PassOnProps) {
  const { t } = useLanguage()
  const texts = t.message.password
  const [address, setAddress] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const sending = useSending(message, {
    send: (to) => callApi(mailPassword, { password, address: to }, { params: { id: message.id } }),
    sent: texts.mailed,
    onClose,
  })
  const submit = () => {
    const chosen = address.trim()
    setIsMissing(chosen.length < minChars)
    if (chosen.length >= minChars) sending.mutate(chosen)
  }
  return (
    <PassOnDialog title={texts.mail} sending={sending} onSubmit={submit} onClose={onClose}>
      <Notice kind="warning">{texts.mailText}</Notice>
      <TextField
        label={texts.address}
        hint={texts.addressHint}
        type="email"
        value={address}
        onValue={setAddress}
        autoComplete="off"
        problem={isMissing ? texts.addressMissing : null}
      />
    </PassOnDialog>
  )
}

interface Sending {
  readonly send: (destination: string) => Promise<unknown>
  readonly sent: string
  readonly onClose: () => void
}

function useSending(message: MessageView, options: Sending) {
  const tell = useTellOf(message)
  const queries = useQueryClient()
  return useMutation({
    mutationFn: options.send,
    onSuccess: async () => {
      tell(options.sent)
      await queries.invalidateQueries({ queryKey: [messagesKey] })
      options.onClose()
    },
  })
}

interface PassOnDialogProps {
  readonly title: string
  readonly sending: ReturnType<typeof useSending>
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

function PassOnDialog({ title, sending, onSubmit, onClose, children }: PassOnDialogProps) {
  const { t } = useLanguage()
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (!sending.isPending) onSubmit()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {children}
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
