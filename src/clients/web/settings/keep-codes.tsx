import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { setRecoveryCodes } from '../../../contract/identity.ts'
import type { NewRecoveryCode } from '../../../lib/account-keys/index.ts'
import { saveBlob } from '../../mail-view/save-file.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { CopyButton } from '../controls/copy-value.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './keep-codes.module.css'

interface KeepCodesProps {
  readonly codes: readonly NewRecoveryCode[]
  /** Proof of the password, which the server wants before it takes codes. */
  readonly authKey: string
  readonly confirmLabel: string
  readonly onKept: () => Promise<void>
  /** Level of the heading over the codes. */
  readonly heading: 'h2' | 'h3'
}

/**
 * Shows new codes once, with the ways to keep them. They become valid only when somebody says that they are kept: whoever
 * closes the page before is asked again next time, instead of being left with codes that nobody has.
 */
export function KeepCodes({ codes, authKey, confirmLabel, onKept, heading }: KeepCodesProps) {
  const { t } = useLanguage()
  const [isKept, setIsKept] = useState(false)
  const [missing, setMissing] = useState(false)
  const register = useMutation({
    mutationFn: () =>
      callApi(setRecoveryCodes, { authKey, codes: codes.map(({ registration }) => ({ ...registration })) }),
    onSuccess: onKept,
  })
  const confirm = () => {
    setMissing(!isKept)
    if (isKept) register.mutate()
  }
  return (
    <div className={styles.keep}>
      <CodeSheet codes={codes} heading={heading} />
      <CheckField label={t.settings.codes.saved} isChecked={isKept} onChange={setIsKept} />
      {missing && !isKept && <Notice kind="danger">{t.settings.codes.savedMissing}</Notice>}
      <ProblemNotice error={register.error} />
      <Actions>
        <Button kind="primary" onClick={confirm} isBusy={register.isPending}>
          {confirmLabel}
        </Button>
      </Actions>
    </div>
  )
}

/** The part that is printed: nothing else of the page appears on paper. */
function CodeSheet({ codes, heading: Heading }: Pick<KeepCodesProps, 'codes' | 'heading'>) {
  const { t, formats } = useLanguage()
  const titleId = useId()
  const { address } = useSignedIn().view.account
  const [madeAt] = useState(() => new Date().toISOString())
  const title = t.settings.codes.printTitle(address)
  const note = t.settings.codes.printText(formats.day(madeAt))
  const text = [title, note, '', ...codes.map((code) => code.text), ''].join('\n')
  return (
    <>
      <section className={styles.sheet} aria-labelledby={titleId}>
        <Heading id={titleId}>{title}</Heading>
        <p>{note}</p>
        <ol className={styles.codes}>
          {codes.map((code) => (
            <li key={code.text}>{code.text}</li>
          ))}
        </ol>
      </section>
      <Actions>
        <Button onClick={() => globalThis.print()} icon={<Icon name="print" />}>
          {t.app.print}
        </Button>
        <Button onClick={() => saveBlob(t.settings.codes.fileName, new Blob([text]))} icon={<Icon name="download" />}>
          {t.app.download}
        </Button>
        <CopyButton text={text} />
      </Actions>
    </>
  )
}
