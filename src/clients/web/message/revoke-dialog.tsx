import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { revokeMessage, type CopyView, type MessageView } from '../../../contract/messages.ts'
import type { CopyId } from '../../../lib/id/identifiers.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './dialog-parts.module.css'
import { messagesKey } from './queries.ts'
import { useTellOf } from './use-tell-of.ts'

/** What is to be destroyed: everything, or the shares of some copies. */
interface Extent {
  readonly everyone: boolean
  readonly copyIds: readonly CopyId[]
}

interface RevokeDialogProps {
  readonly message: MessageView
  readonly onClose: () => void
}

const isOpenable = ({ state }: CopyView): boolean => state !== 'revoked' && state !== 'expired'

/** Says what each way of revoking destroys before anything is destroyed. */
export function RevokeDialog({ message, onClose }: RevokeDialogProps) {
  const { t } = useLanguage()
  const [copies] = useState(() => message.copies.filter(isOpenable))
  const [extent, setExtent] = useState<Extent>({ everyone: copies.length === 0, copyIds: copies.map(({ id }) => id) })
  const revoke = useRevoke(message, onClose)
  const isNobody = !extent.everyone && extent.copyIds.length === 0
  return (
    <Dialog
      title={t.message.revokeTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button kind="danger" onClick={() => revoke.mutate(extent)} isBusy={revoke.isPending} disabled={isNobody}>
            {extent.everyone ? t.message.revokeSubmitEveryone : t.message.revokeSubmitRecipients}
          </Button>
        </>
      }
    >
      <Extents copies={copies} extent={extent} onExtent={setExtent} />
      {copies.some(({ route }) => route !== 'portal') && <Notice kind="warning">{t.message.revokeFiles}</Notice>}
      <p>
        <strong>{isNobody ? t.message.revokeNobody : t.message.revokeFinal}</strong>
      </p>
      <ProblemNotice error={revoke.error} />
    </Dialog>
  )
}

interface ExtentsProps {
  readonly copies: readonly CopyView[]
  readonly extent: Extent
  readonly onExtent: (extent: Extent) => void
}

function Extents({ copies, extent, onExtent }: ExtentsProps) {
  const { t } = useLanguage()
  const group = useId()
  return (
    <fieldset className={styles.choices}>
      <legend className="visually-hidden">{t.message.revokeTitle}</legend>
      {copies.length > 0 && (
        <Choice
          group={group}
          chosen={!extent.everyone}
          onChoose={() => onExtent({ ...extent, everyone: false })}
          title={t.message.revokeRecipients}
          text={t.message.revokeRecipientsText}
        >
          {copies.length > 1 && <Which copies={copies} extent={extent} onExtent={onExtent} />}
        </Choice>
      )}
      <Choice
        group={group}
        chosen={extent.everyone}
        onChoose={() => onExtent({ ...extent, everyone: true })}
        title={t.message.revokeEveryone}
        text={t.message.revokeEveryoneText}
      />
    </fieldset>
  )
}

function Which({ copies, extent, onExtent }: ExtentsProps) {
  const { t } = useLanguage()
  const choose = (id: CopyId, isChosen: boolean) => {
    const others = extent.copyIds.filter((other) => other !== id)
    onExtent({ ...extent, copyIds: isChosen ? [...others, id] : others })
  }
  return (
    <fieldset>
      <legend>
        <strong>{t.message.revokeWhich}</strong>
      </legend>
      {copies.map(({ id, address }) => (
        <CheckField
          key={id}
          label={address}
          isChecked={extent.copyIds.includes(id)}
          onChange={(isChosen) => choose(id, isChosen)}
        />
      ))}
    </fieldset>
  )
}

function useRevoke(message: MessageView, onDone: () => void) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useTellOf(message)
  return useMutation({
    mutationFn: ({ everyone, copyIds }: Extent) => {
      const body = everyone ? { scope: 'everyone' as const } : { scope: 'recipients' as const, copyIds: [...copyIds] }
      return callApi(revokeMessage, body, { params: { id: message.id } })
    },
    onSuccess: async (_done, { everyone }) => {
      tell(everyone ? t.message.revokedEveryone : t.message.revokedRecipients)
      if (everyone) queries.removeQueries({ queryKey: ['content'] })
      await queries.invalidateQueries({ queryKey: [messagesKey] })
      onDone()
    },
  })
}
