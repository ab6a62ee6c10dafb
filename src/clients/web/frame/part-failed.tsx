import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../texts/language.tsx'

/** The code of a page could not be fetched, or the page broke: loaded afresh, both are mended or told again. */
export function PartFailed() {
  const { t } = useLanguage()
  return (
    <Notice kind="danger">
      <p>{t.frame.partFailed}</p>
      <Button onClick={() => location.reload()}>{t.app.tryAgain}</Button>
    </Notice>
  )
}
