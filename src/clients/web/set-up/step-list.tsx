import type { SetUpView } from '../../../contract/set-up.ts'
import { addressOf } from '../../../contract/client.ts'
import { appleProfile } from '../../../contract/set-up.ts'
import look from '../../ui/button.module.css'
import { Icon } from '../../ui/icon.tsx'
import { useLanguage, type Texts } from '../texts/language.tsx'
import { CopyRows, type CopyRow } from './copy-rows.tsx'
import type { Shown, Step } from './program.ts'
import styles from './set-up-page.module.css'

interface StepListProps {
  readonly steps: readonly Step[]
  readonly view: SetUpView
}

/** Numbered steps; what is typed in a step stands below it. */
export function StepList({ steps, view }: StepListProps) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => {
        const [text, shows] = typeof step === 'string' ? [step, null] : step
        return (
          <li key={text}>
            <span className={styles.stepText}>{text}</span>
            {shows !== null && <StepValues shows={shows} view={view} />}
          </li>
        )
      })}
    </ol>
  )
}

function StepValues({ shows, view }: { readonly shows: Shown; readonly view: SetUpView }) {
  const { t } = useLanguage()
  if (shows === 'profile') return <ProfileLink />
  return <CopyRows rows={rowsOf(shows, view, t)} />
}

/** A plain link: with a `download` attribute an iPhone keeps the file instead of offering to install it. */
function ProfileLink() {
  const { t, language } = useLanguage()
  return (
    <>
      <div>
        <a className={`${look.button} ${look.secondary}`} href={addressOf(appleProfile, { query: { language } })}>
          <Icon name="download" />
          <span>{t.setUp.profile}</span>
        </a>
      </div>
      <p className={styles.muted}>{t.setUp.profileNote}</p>
    </>
  )
}

const securities = { tls: 'SSL/TLS', starttls: 'STARTTLS' } as const

/** RFC 8314: TLS from the first byte where there is a choice. */
function outgoingRows({ outgoing, address }: SetUpView, t: Texts): readonly CopyRow[] {
  const { values, appPassword } = t.setUp
  const [port, socket] =
    outgoing.tlsPort === null ? ([outgoing.startTlsPort, 'starttls'] as const) : ([outgoing.tlsPort, 'tls'] as const)
  return [
    { term: values.host, value: outgoing.host },
    { term: values.port, value: String(port ?? '') },
    { term: values.security, value: securities[socket] },
    { term: values.userName, value: address },
    { term: values.password, value: appPassword, isRemark: true },
  ]
}

function incomingRows({ incoming, address }: SetUpView, t: Texts): readonly CopyRow[] {
  const { values, incomingPassword } = t.setUp
  if (incoming === null) return []
  return [
    { term: values.type, value: incoming.protocol === 'imap' ? 'IMAP' : 'POP3' },
    { term: values.host, value: incoming.host },
    { term: values.port, value: String(incoming.port) },
    { term: values.security, value: securities[incoming.socket] },
    { term: values.userName, value: address },
    { term: values.password, value: incomingPassword, isRemark: true },
  ]
}

function rowsOf(shows: Exclude<Shown, 'profile'>, view: SetUpView, t: Texts): readonly CopyRow[] {
  if (shows === 'outgoing') return outgoingRows(view, t)
  if (shows === 'incoming') return incomingRows(view, t)
  return [{ term: t.setUp.values.address, value: view.address }]
}
