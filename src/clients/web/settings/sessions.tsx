import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { endSession } from '../../../contract/identity.ts'
import { Button } from '../../ui/button.tsx'
import { useSession } from '../app/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage, type Texts } from '../texts/language.tsx'
import { sessionsQuery } from './queries.ts'
import styles from './settings-page.module.css'

interface OpenSession {
  readonly id: string
  readonly device: string
  readonly startedAt: string
  readonly lastSeenAt: string
  readonly current: boolean
}

/** Where the account is signed in; any of them can be ended from here. */
export function Sessions() {
  const { t } = useLanguage()
  const sessions = useQuery(sessionsQuery)
  const end = useEndSession()
  return (
    <>
      <p className={styles.muted}>{t.settings.sessionList.intro}</p>
      {sessions.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={sessions.error ?? end.error} onRetry={() => void sessions.refetch()} />
      <ul className={styles.list} aria-label={t.settings.sessions}>
        {sessions.data?.map((session) => (
          <li key={session.id} className={styles.item}>
            <Described session={session} />
            <Button
              onClick={() => end.mutate(session)}
              isBusy={end.isPending && end.variables.id === session.id}
              label={t.app.about(actionOf(session, t), nameOf(session, t))}
            >
              {actionOf(session, t)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

const nameOf = ({ device }: OpenSession, t: Texts): string =>
  device === '' ? t.settings.sessionList.unknownDevice : device
const actionOf = ({ current }: OpenSession, t: Texts): string => (current ? t.app.signOut : t.settings.sessionList.end)

function Described({ session }: { readonly session: OpenSession }) {
  const { t, formats } = useLanguage()
  const texts = t.settings.sessionList
  return (
    <div>
      <p className={styles.named}>
        {nameOf(session, t)}
        {session.current && <Badge tone="good">{texts.current}</Badge>}
      </p>
      <p className={styles.muted}>
        {texts.started(formats.moment(session.startedAt))}, {texts.lastSeen(formats.moment(session.lastSeenAt))}
      </p>
    </div>
  )
}

function useEndSession() {
  const { t } = useLanguage()
  const own = useSession()
  const queries = useQueryClient()
  const tell = useToast()
  return useMutation({
    mutationFn: async (session: OpenSession) => {
      if (session.current) await own.signOut('chosen')
      else await callApi(endSession, undefined, { params: { id: session.id } })
    },
    onSuccess: async (_done, session) => {
      if (session.current) return
      tell(t.settings.sessionList.ended)
      await queries.invalidateQueries(sessionsQuery)
    },
  })
}
