import { useInfiniteQuery } from '@tanstack/react-query'
import { useSignedIn } from '../app/use-session.ts'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { Page } from '../frame/page.tsx'
import { MoreRows, WaitingRows } from '../mail-list/mail-rows.tsx'
import { useLanguage } from '../texts/language.tsx'
import { waitingQuery } from './queries.ts'
import { thingsToDo } from './things-to-do.ts'
import { AccountThing, MessageThing } from './thing.tsx'
import styles from './todo-page.module.css'

/** Below so many recovery codes new ones are asked for. */
const fewCodes = 3

/** Everything that waits for this person, newest first, each with the way to do it. */
export function TodoPage() {
  const { t } = useLanguage()
  const { recoveryCodesLeft } = useSignedIn().view
  const waiting = useInfiniteQuery(waitingQuery)
  const messages = waiting.data?.pages.flatMap((page) => page.messages) ?? []
  const things = messages.flatMap((message) => thingsToDo(message).map((thing) => ({ message, thing })))
  const lacksCodes = recoveryCodesLeft < fewCodes
  return (
    <Page intro={t.todo.intro}>
      <ProblemNotice error={waiting.error} onRetry={() => void waiting.refetch()} />
      {waiting.isPending && <WaitingRows />}
      {(things.length > 0 || lacksCodes) && (
        <ul className={styles.things} aria-label={t.todo.title}>
          {lacksCodes && <AccountThing codesLeft={recoveryCodesLeft} />}
          {things.map(({ message, thing }) => (
            <MessageThing key={`${message.id} ${thing.kind}`} message={message} thing={thing} />
          ))}
        </ul>
      )}
      {waiting.isSuccess && things.length === 0 && !lacksCodes && <Nothing />}
      {waiting.hasNextPage && (
        <MoreRows onClick={() => void waiting.fetchNextPage()} isBusy={waiting.isFetchingNextPage}>
          {t.todo.more}
        </MoreRows>
      )}
    </Page>
  )
}

function Nothing() {
  const { t } = useLanguage()
  const action = <ButtonLink to="/inbox">{t.todo.toInbox}</ButtonLink>
  return <EmptyState title={t.todo.emptyTitle} text={t.todo.emptyText} action={action} />
}
