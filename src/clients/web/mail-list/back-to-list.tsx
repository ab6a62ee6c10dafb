import { useSearch } from '@tanstack/react-router'
import { BackLink } from '../controls/back-link.tsx'
import { useLanguage } from '../texts/language.tsx'

/** From a message to the list it was found in. */
export function BackToList() {
  const { t } = useLanguage()
  const { list } = useSearch({ strict: false })
  if (list === 'inbox') return <BackLink to="/inbox">{t.inbox.back}</BackLink>
  return (
    <BackLink to="/sent" search={list === 'attention' ? { show: 'attention' } : {}}>
      {t.message.backToSent}
    </BackLink>
  )
}
