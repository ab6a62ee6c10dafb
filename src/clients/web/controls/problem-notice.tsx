import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { describeProblem } from '../app/describe-problem.ts'
import { useLanguage } from '../texts/language.tsx'

/** Shows what failed and what to do about it; nothing while there is no error. */
export function ProblemNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useLanguage()
  if (error === null || error === undefined) return null
  return (
    <Notice kind="danger">
      <p>{describeProblem(error, t)}</p>
      {onRetry !== undefined && <Button onClick={onRetry}>{t.app.tryAgain}</Button>}
    </Notice>
  )
}
