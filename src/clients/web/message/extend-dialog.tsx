import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { extendMessage, type MessageView } from '../../../contract/messages.ts'
import { addDays, dayOf, endOfDay, isDay, type Day } from '../../../lib/time/index.ts'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
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
          hint={`${t.message.extendText} ${t.message.extendLimit(formats.calendarDay(form.latest))}`}
          value={form.day}
          onValue={form.setDay}
          min={form.earliest}
          max={form.latest}
          problem={form.isInvalid ? t.message.extendInvalid : null}
        />
      </form>
      <ProblemNotice error={form.error} />
    </Dialog>
  )
}

function useExtendForm(message: MessageView, onDone: () => void) {
  const { t, formats } = useLanguage()
  const { expiryDays, maxExpiryDays, timeZone } = useSignedIn().view.settings
  const queries = useQueryClient()
  const tell = useTellOf(message)
  const latest = addDays(dayOf(new Date(message.sentAt), timeZone), maxExpiryDays)
  const earliest = addDays(message.expiresOn, 1)
  const proposed = addDays(message.expiresOn, expiryDays)
  const [day, setDay] = useState(proposed < latest ? proposed : latest)
  const [isInvalid, setIsInvalid] = useState(false)
  const extend = useMutation({
    mutationFn: (lastDay: Day) => {
      const expiresAt = endOfDay(lastDay, timeZone).toISOString()
      return callApi(extendMessage, { expiresAt }, { params: { id: message.id } })
    },
    onSuccess: async (_done, lastDay) => {
      tell(t.message.extended(formats.calendarDay(lastDay)))
      await queries.invalidateQueries({ queryKey: [messagesKey] })
      onDone()
    },
  })
  const submit = (submitted?: FormEvent) => {
    submitted?.preventDefault()
    const isPossible = isDay(day) && day >= earliest && day <= latest
    setIsInvalid(!isPossible)
    if (isPossible && !extend.isPending) extend.mutate(day)
  }
  return { day, setDay, earliest, latest, isInvalid, isBusy: extend.isPending, error: extend.error, submit }
}
