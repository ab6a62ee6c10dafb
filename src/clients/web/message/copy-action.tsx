import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { unlockCopy, type CopyView, type MessageView } from '../../../contract/messages.ts'
import type { OpenedEnvelope } from '../../keys/web-envelope.ts'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { ButtonLink } from '../controls/button-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import { envelopeQuery, messagesKey } from './queries.ts'
import { sendCopy } from '../checks/send-copy.ts'
import { useTellOf } from './use-tell-of.ts'

interface CopyActionProps {
  readonly message: MessageView
  readonly copy: CopyView
}

/** The one thing to do about a copy that needs its sender; otherwise the way to send it once more while it can be read. */
export function CopyAction(props: CopyActionProps) {
  const { t } = useLanguage()
  const state = shownState(props.copy, props.message)
  if (state === 'revoked' || state === 'expired' || state === 'queued' || props.copy.signsIn) return null
  if (state === 'passwordWaits')
    return (
      <ButtonLink to="/messages/$id" params={{ id: props.message.id }} hash="password" kind="primary">
        {t.message.password.toPanel}
      </ButtonLink>
    )
  if (state === 'notified' || state === 'delivered' || state === 'passwordLost' || state === 'opened') {
    return (
      <ButtonLink to="/messages/$id/complete" params={{ id: props.message.id }} search={{ copy: props.copy.id }}>
        {props.copy.route === 'portal' ? t.message.newLinkOrCheck : t.message.throughPortal}
      </ButtonLink>
    )
  }
  if (state === 'locked') return <Unlock {...props} />
  if (state === 'newLink' && props.copy.check !== null) return <NewLink {...props} label={t.message.sendNewLink} />
  if (state === 'failed' && props.copy.check !== null) return <NewLink {...props} label={t.message.sendAgain} />
  return (
    <ButtonLink to="/messages/$id/complete" params={{ id: props.message.id }} kind="primary">
      {state === 'wrongNumber' ? t.message.correctNumber : t.message.complete}
    </ButtonLink>
  )
}

function Unlock({ message, copy }: CopyActionProps) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useTellOf(message)
  const unlock = useMutation({
    mutationFn: () => callApi(unlockCopy, undefined, { params: { id: copy.id } }),
    onSuccess: async () => {
      tell(t.message.unlocked)
      await queries.invalidateQueries({ queryKey: [messagesKey] })
    },
  })
  return (
    <>
      <Button onClick={() => unlock.mutate()} isBusy={unlock.isPending} icon={<Icon name="unlock" />}>
        {t.message.unlock}
      </Button>
      <ProblemNotice error={unlock.error} />
    </>
  )
}

function NewLink({ message, copy, label }: CopyActionProps & { readonly label: string }) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useTellOf(message)
  const envelope = useQuery(envelopeQuery(message, useSignedIn()))
  const send = useMutation({
    mutationFn: (opened: OpenedEnvelope) => sendCopy(copy, opened),
    onSuccess: async () => {
      tell(t.message.newLinkSent)
      await queries.invalidateQueries({ queryKey: [messagesKey] })
    },
  })
  if (!envelope.isSuccess) return null
  return (
    <>
      <Button
        kind="primary"
        onClick={() => send.mutate(envelope.data)}
        isBusy={send.isPending}
        icon={<Icon name="link" />}
      >
        {label}
      </Button>
      <ProblemNotice error={send.error} />
    </>
  )
}
