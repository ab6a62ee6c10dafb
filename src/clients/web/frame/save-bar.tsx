import { Button } from '../../ui/button.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './save-bar.module.css'

interface SaveBarProps {
  readonly form: {
    readonly isDirty: boolean
    readonly isBusy: boolean
    readonly error: unknown
    readonly save: () => void
    readonly discard: () => void
  }
}

/** The one way to save a long page: it stays in sight at the bottom, and says whether there is anything to save. */
export function SaveBar({ form: { isDirty, isBusy, error, save, discard } }: SaveBarProps) {
  const { t } = useLanguage()
  const texts = t.frame.unsaved
  return (
    <div className={styles.bar} data-idle={(!isDirty && !isBusy) || undefined}>
      <ProblemNotice error={error} />
      <div className={styles.acts}>
        {isBusy ? <Busy>{texts.saving}</Busy> : <output>{isDirty ? texts.state : texts.allSaved}</output>}
        {isDirty && !isBusy && (
          <Button kind="quiet" onClick={discard}>
            {texts.discard}
          </Button>
        )}
        <Button kind="primary" onClick={save} isBusy={isBusy} disabled={!isDirty}>
          {texts.save}
        </Button>
      </div>
    </div>
  )
}
