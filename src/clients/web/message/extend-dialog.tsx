import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { extendMessage, type MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Dialog } from '../controls/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import { addDays, endOfDay, toDayText } from './days.ts'
import { messagesKey } from './queries.ts'
import { useTellOf } from './use-tell-of.ts'

interface ExtendDialogProps {
  readonly message: MessageView
  readonly onClose: () => void
}

/** Chooses a later last day. The server has the last word on the limit. */
export function ExtendDialog({ message, onClose }: ExtendDialogProps) {
  const { t, formats } = useLanguage()
  const form = useExtendForm(message, onClose)
  return (
    <Dialog
      title={t.message.extendTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button kind="primary" onClick={form.submit} isBusy={form.isBusy}>
            {t.message.extendSubmit}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} noValidate>
        <TextField
          type="date"
          label={t.message.extendField}
          hint={`${t.message.extendText} ${t.message.extendLimit(formats.day(form.latest.toISOString()))}`}
          value={form.day}
          onValue={form.setDay}
          min={toDayText(form.earliest)}
          max={toDayText(form.latest)}
          problem={form.isInvalid ? t.message.extendInvalid : null}
        />
      </form>
      <ProblemNotice error={form.error} />
    </Dialog>
  )
}

function useExtendForm(message: MessageView, onDone: () => void) {
  const { t, formats } = useLanguage()
  const { expiryDays, maxExpiryDays } = useSignedIn().view.settings
  const queries = useQueryClient()
  const tell = useTellOf(message)
  const latest = addDays(new Date(message.sentAt), maxExpiryDays)
  const earliest = addDays(new Date(message.expiresAt), 1)
  const proposed = addDays(new Date(message.expiresAt), expiryDays)
  const [day, setDay] = useState(toDayText(proposed < latest ? proposed : latest))
  const [isInvalid, setIsInvalid] = useState(false)
  const extend = useMutation({
    mutationFn: (expiresAt: Date) =>
      callApi(extendMessage, { expiresAt: expiresAt.toISOString() }, { params: { id: message.id } }),
    onSuccess: async (_done, expiresAt) => {
      tell(t.message.extended(formats.day(expiresAt.toISOString())))
      await queries.invalidateQueries({ queryKey: [messagesKey] })
      onDone()
    },
  })
  const submit = (submitted?: FormEvent) => {
    submitted?.preventDefault()
    const chosen = endOfDay(day)
    const isPossible = chosen !== null && day >= toDayText(earliest) && day <= toDayText(latest)
    setIsInvalid(!isPossible)
    // The limit is an instant, not a day: on the last possible day it comes before midnight.
    if (isPossible && !extend.isPending) extend.mutate(chosen < latest ? chosen : latest)
  }
  return { day, setDay, earliest, latest, isInvalid, isBusy: extend.isPending, error: extend.error, submit }
}
