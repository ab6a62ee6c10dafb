import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { removeAppPassword } from '../../../contract/identity.ts'
import { Button } from '../../ui/button.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { NewAppPasswordForm } from './new-app-password.tsx'
import { appPasswordsQuery } from './queries.ts'
import styles from './settings-page.module.css'

interface KnownAppPassword {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** The mail programs that may send for this account. */
export function AppPasswords() {
  const { t } = useLanguage()
  const known = useQuery(appPasswordsQuery)
  const [removing, setRemoving] = useState<KnownAppPassword | null>(null)
  return (
    <>
      <p className={styles.muted}>{t.settings.appPasswords.intro}</p>
      <div>
        <ButtonLink to="/settings/set-up">{t.setUp.open}</ButtonLink>
      </div>
      {known.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={known.error} onRetry={() => void known.refetch()} />
      {known.data?.length === 0 && <p>{t.settings.appPasswords.none}</p>}
      {known.isSuccess && known.data.length > 0 && (
        <ul className={styles.list} aria-label={t.settings.mailPrograms}>
          {known.data.map((appPassword) => (
            <li key={appPassword.id} className={styles.item}>
              <Described appPassword={appPassword} />
              <Button
                onClick={() => setRemoving(appPassword)}
                label={t.app.about(t.settings.appPasswords.remove, appPassword.name)}
              >
                {t.settings.appPasswords.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <NewAppPasswordForm />
      {removing !== null && <RemoveDialog appPassword={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

function Described({ appPassword }: { readonly appPassword: KnownAppPassword }) {
  const { t, formats } = useLanguage()
  const { name: label, createdAt, lastUsedAt } = appPassword
  const used =
    lastUsedAt === null
      ? t.settings.appPasswords.neverUsed
      : t.settings.appPasswords.lastUsed(formats.moment(lastUsedAt))
  return (
    <div>
      <p className={styles.named}>{label}</p>
      <p className={styles.muted}>
        {t.settings.appPasswords.created(formats.day(createdAt))} · {used}
      </p>
    </div>
  )
}

interface RemoveDialogProps {
  readonly appPassword: KnownAppPassword
  readonly onClose: () => void
}

function RemoveDialog({ appPassword, onClose }: RemoveDialogProps) {
  const { t } = useLanguage()
  const queries = useQueryClient()
  const tell = useToast()
  const remove = useMutation({
    mutationFn: () => callApi(removeAppPassword, undefined, { params: { id: appPassword.id } }),
    onSuccess: async () => {
      tell(t.settings.appPasswords.removed)
      await queries.invalidateQueries(appPasswordsQuery)
      onClose()
    },
  })
  return (
    <Dialog
      title={t.settings.appPasswords.removeTitle(appPassword.name)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button kind="danger" onClick={() => remove.mutate()} isBusy={remove.isPending}>
            {t.settings.appPasswords.remove}
          </Button>
        </>
      }
    >
      <p>{t.settings.appPasswords.removeText}</p>
      <ProblemNotice error={remove.error} />
    </Dialog>
  )
}
