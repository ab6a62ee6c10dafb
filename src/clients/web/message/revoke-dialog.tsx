import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { revokeMessage, type MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../controls/choice.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useToast } from '../controls/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './dialog-parts.module.css'
import { messagesKey } from './queries.ts'

type Scope = 'recipients' | 'everyone'

interface RevokeDialogProps {
  readonly message: MessageView
  readonly onClose: () => void
}

/** Says what each way of withdrawing destroys before anything is destroyed. */
export function RevokeDialog({ message, onClose }: RevokeDialogProps) {
  const { t } = useLanguage()
  const [scope, setScope] = useState<Scope>('recipients')
  const revoke = useRevoke(message, onClose)
  return (
    <Dialog
      title={t.message.revokeTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <span className={scope === 'everyone' ? styles.danger : undefined}>
            <Button kind="primary" onClick={() => revoke.mutate(scope)} isBusy={revoke.isPending}>
              {scope === 'everyone' ? t.message.revokeSubmitEveryone : t.message.revokeSubmitRecipients}
            </Button>
          </span>
        </>
      }
    >
      <Scopes scope={scope} onScope={setScope} />
      <p>
        <strong>{t.message.revokeFinal}</strong>
      </p>
      <ProblemNotice error={revoke.error} />
    </Dialog>
  )
}

function Scopes({ scope, onScope }: { readonly scope: Scope; readonly onScope: (scope: Scope) => void }) {
  const { t } = useLanguage()
  const group = useId()
  return (
    <fieldset className={styles.choices}>
      <legend className="visually-hidden">{t.message.revokeTitle}</legend>
      <Choice
        group={group}
        chosen={scope === 'recipients'}
        onChoose={() => onScope('recipients')}
        title={t.message.revokeRecipients}
        text={t.message.revokeRecipientsText}
      />
      <Choice
        group={group}
        chosen={scope === 'everyone'}
        onChoose={() => onScope('everyone')}
        title={t.message.revokeEveryone}
        text={t.message.revokeEveryoneText}
      />
    </fieldset>
  )
}

function useRevoke(message: MessageView, onDone: () => void) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useToast()
  return useMutation({
    mutationFn: (scope: Scope) => callApi(revokeMessage, { scope }, { params: { id: message.id } }),
    onSuccess: async (_done, scope) => {
      tell(scope === 'everyone' ? t.message.revokedEveryone : t.message.revokedRecipients)
      if (scope === 'everyone') queries.removeQueries({ queryKey: ['content'] })
      await queries.invalidateQueries({ queryKey: [messagesKey] })
      onDone()
    },
  })
}
