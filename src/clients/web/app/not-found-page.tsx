import { ButtonLink } from '../controls/button-link.tsx'
import { useLanguage } from '../texts/language.tsx'
import { Entrance } from '../frame/entrance.tsx'

export function NotFoundPage() {
  const { t } = useLanguage()
  return (
    <Entrance title={t.app.notFoundTitle}>
      <p>{t.app.notFoundText}</p>
      <ButtonLink to="/sent" kind="primary">
        {t.app.toSent}
      </ButtonLink>
    </Entrance>
  )
}
