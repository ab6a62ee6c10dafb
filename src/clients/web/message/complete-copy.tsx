import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { CheckKind } from '../../../contract/check-kind.ts'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import type { OpenedEnvelope } from '../../keys/web-envelope.ts'
import { Address } from '../../ui/address.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckForm } from '../checks/check-form.tsx'
import { rememberCheck, sendCopy, type ChosenCheck } from '../checks/send-copy.ts'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { recipientQuery, recipientsKey } from '../recipients/queries.ts'
import { shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import { messagesKey } from './queries.ts'
import { useTellOf } from './use-tell-of.ts'

interface CompleteCopyProps {
  readonly message: MessageView
  readonly copy: CopyView
  readonly envelope: OpenedEnvelope
}

/** One waiting recipient: with one click where a check is known and right, else with the choice of one. */
export function CompleteCopy({ message, copy, envelope }: CompleteCopyProps) {
  const { t } = useLanguage()
  const id = useId()
  const finish = useFinish(message, copy)
  const recipient = useQuery(recipientQuery(copy))
  const [changes, setChanges] = useState(false)
  const state = shownState(copy, message)
  const known = copy.check ?? recipient.data?.check ?? null
  const maskedNumber = copy.maskedNumber ?? recipient.data?.maskedNumber ?? null
  const asks = changes || known === null || state === 'wrongNumber'
  const sendAgain = async () => {
    await sendCopy(copy, envelope)
    await finish()
  }
  const chooseAndSend = async (chosen: ChosenCheck) => {
    await rememberCheck(copy.address, chosen)
    await sendAgain()
  }
  return (
    <Panel id={id} title={<Address address={copy.address} />}>
      <p>{t.message.explain[state]}</p>
      {asks ? (
        <CheckForm initial={known ?? 'sms'} submitLabel={t.completion.send} onSubmit={chooseAndSend} />
      ) : (
        <KnownCheck check={known} maskedNumber={maskedNumber} onSend={sendAgain} onChange={() => setChanges(true)} />
      )}
    </Panel>
  )
}

interface KnownCheckProps {
  readonly check: CheckKind
  readonly maskedNumber: string | null
  readonly onSend: () => Promise<void>
  readonly onChange: () => void
}

function KnownCheck({ check, maskedNumber, onSend, onChange }: KnownCheckProps) {
  const { t } = useLanguage()
  const send = useMutation({ mutationFn: onSend })
  const named = maskedNumber === null ? t.message.checkNames[check] : `${t.message.checkNames[check]}, ${maskedNumber}`
  return (
    <>
      <p>
        <strong>{t.completion.currentCheck(named)}</strong>
      </p>
      <ProblemNotice error={send.error} />
      <Actions>
        <Button kind="primary" onClick={() => send.mutate()} isBusy={send.isPending}>
          {t.completion.keep}
        </Button>
        <Button onClick={onChange}>{t.completion.change}</Button>
      </Actions>
    </>
  )
}

function useFinish(message: MessageView, copy: CopyView): () => Promise<void> {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useTellOf(message)
  return async () => {
    tell(t.completion.sent(copy.address))
    void queries.invalidateQueries({ queryKey: [recipientsKey] })
    await queries.invalidateQueries({ queryKey: [messagesKey] })
  }
}
