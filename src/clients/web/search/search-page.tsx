import { useDeferredValue } from 'react'
import { Button } from '../../ui/button.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { Page } from '../frame/page.tsx'
import { InboxRow } from '../inbox/inbox-row.tsx'
import { MailRows } from '../mail-list/mail-rows.tsx'
import { MessageRow } from '../sent/message-row.tsx'
import { useLanguage } from '../texts/language.tsx'
import { SearchField } from './search-field.tsx'
import styles from './search-page.module.css'
import { useSearchTerm } from './search-term.tsx'
import { useFound } from './use-found.ts'

/** What the field in the top bar finds, and what was searched for it. */
export function SearchPage() {
  const { t } = useLanguage()
  const term = useDeferredValue(useSearchTerm().term.trim())
  const search = useFound(term)
  const { found, searched } = search
  return (
    <Page keepsFocus intro={t.search.scope}>
      <div className={styles.field}>
        <SearchField />
      </div>
      <ProblemNotice error={search.error} />
      {found.length > 0 && (
        <MailRows label={t.search.title}>
          {found.map((one) =>
            one.kind === 'sent' ? (
              <MessageRow key={`sent ${one.message.id}`} message={one.message} />
            ) : (
              <InboxRow key={`inbox ${one.entry.id}`} entry={one.entry} />
            ),
          )}
        </MailRows>
      )}
      {search.isSearch && !search.isBusy && <output>{t.search.result(found.length, searched)}</output>}
      {search.isBusy && <Busy>{t.search.busy}</Busy>}
      {search.isSearch && (
        <div className={styles.more}>
          {search.hasOlder && !search.isBusy && <Button onClick={search.searchOlder}>{t.search.older}</Button>}
          <ButtonLink to="/recipients" state={{ recipientSearch: term }}>
            {t.search.recipients(term)}
          </ButtonLink>
        </div>
      )}
    </Page>
  )
}
