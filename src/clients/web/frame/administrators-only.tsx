import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import { Page } from './page.tsx'

/** In place of a page of the administration, for a member who came by its address. */
export function AdministratorsOnly() {
  const { t } = useLanguage()
  const action = (
    <ButtonLink to="/settings" hash="organisation">
      {t.frame.toSettings}
    </ButtonLink>
  )
  return (
    <Page title={t.frame.areas.administration}>
      <EmptyState title={t.frame.administratorsTitle} text={t.frame.administratorsText} action={action} />
    </Page>
  )
}
