import { Drawing } from '../../ui/drawing.tsx'
import { linkBroken } from '../../ui/drawings.ts'
import { useLanguage } from '../language.tsx'
import type { BrokenLink } from '../session/portal-session.ts'
import { InfoScreen } from './info-screen.tsx'

/** The link does not open anything as it arrived here, and nobody can be asked: what would prove it is missing. */
export function LinkBrokenScreen({ reason }: { readonly reason: BrokenLink }) {
  const { t } = useLanguage()
  return (
    <InfoScreen icon={<Drawing path={linkBroken} size={28} />} heading={t.broken.headings[reason]}>
      <p>{reason === 'no-link' ? t.broken.noLink : t.broken[reason]}</p>
      <p>{t.broken.advice}</p>
      {reason !== 'no-link' && <p>{t.broken.call}</p>}
    </InfoScreen>
  )
}
