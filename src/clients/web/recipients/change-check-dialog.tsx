import { useQueryClient } from '@tanstack/react-query'
import type { RecipientView } from '../../../contract/messages.ts'
import { TextWithAddress } from '../../ui/address.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckForm } from '../checks/check-form.tsx'
import { rememberCheck, type ChosenCheck } from '../checks/send-copy.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { recipientsKey } from './queries.ts'

interface ChangeCheckDialogProps {
  readonly recipient: RecipientView
  readonly onClose: () => void
}

/** Another check for a recipient's future messages. */
export function ChangeCheckDialog({ recipient, onClose }: ChangeCheckDialogProps) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useToast()
  const change = async (chosen: ChosenCheck) => {
    await rememberCheck(recipient.address, chosen)
    tell(t.completion.saved(recipient.address))
    await queries.invalidateQueries({ queryKey: [recipientsKey] })
    onClose()
  }
  return (
    <Dialog
      title={<TextWithAddress text={t.recipients.changeFor(recipient.address)} address={recipient.address} />}
      onClose={onClose}
    >
      <p>{t.recipients.endsTrust}</p>
      <CheckForm
        initial={recipient.check ?? 'sms'}
        submitLabel={t.app.save}
        onSubmit={change}
        extra={<Button onClick={onClose}>{t.app.cancel}</Button>}
      />
    </Dialog>
  )
}
