import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { changeOrganisationSettings, incomingMail, type IncomingMail } from '../../../contract/organisation.ts'
import { Button } from '../../ui/button.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { SelectField } from '../controls/select-field.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useToast } from '../controls/toast.tsx'
import { useOrganisationChange } from '../settings/organisation/queries.ts'
import { useLanguage } from '../texts/language.tsx'
import { setUpKey } from './queries.ts'
import styles from './set-up-page.module.css'

const usualPorts = { imap: { tls: 993, starttls: 143 }, pop3: { tls: 995, starttls: 110 } } as const

const protocols = [
  ['imap', 'IMAP'],
  ['pop3', 'POP3'],
] as const
const sockets = [
  ['tls', 'SSL/TLS'],
  ['starttls', 'STARTTLS'],
] as const

interface Typed {
  readonly protocol: IncomingMail['protocol']
  readonly host: string
  /** Empty takes the usual one. */
  readonly port: string
  readonly socket: IncomingMail['socket']
}

const typedOf = (known: IncomingMail | null): Typed =>
  known === null ? { protocol: 'imap', host: '', port: '', socket: 'tls' } : { ...known, port: String(known.port) }

/** Null for what the setting would not take. */
function readTyped({ protocol, host, port, socket }: Typed): IncomingMail | null {
  const wanted = port.trim() === '' ? usualPorts[protocol][socket] : Number(port)
  const parsed = incomingMail.safeParse({ protocol, host: host.trim().toLowerCase(), port: wanted, socket })
  return parsed.success ? parsed.data : null
}

/** Where the organisation's mailboxes live: without it no program can set itself up. */
export function IncomingForm({ known }: { readonly known: IncomingMail | null }) {
  const { t } = useLanguage()
  const texts = t.setUp.incomingForm
  const form = useIncomingForm(known)
  return (
    <Panel id="incoming" title={texts.title}>
      <form className={styles.form} onSubmit={form.submit} noValidate>
        <p>{texts.text}</p>
        <IncomingFields {...form} />
        <ProblemNotice error={form.error} />
        <Actions>
          <Button type="submit" isBusy={form.isBusy}>
            {t.app.save}
          </Button>
          {known !== null && (
            <Button kind="quiet" onClick={form.forget}>
              {texts.forget}
            </Button>
          )}
        </Actions>
      </form>
    </Panel>
  )
}

function useIncomingForm(known: IncomingMail | null) {
  const { t } = useLanguage()
  const tell = useToast()
  const queries = useQueryClient()
  const [typed, setTyped] = useState(() => typedOf(known))
  const [isRefused, setIsRefused] = useState(false)
  const change = useOrganisationChange<IncomingMail | null>({
    act: (wanted) => callApi(changeOrganisationSettings, { incomingMail: wanted }),
    onDone: (wanted) => {
      setTyped(typedOf(wanted))
      tell(t.setUp.incomingForm.saved)
      void queries.invalidateQueries({ queryKey: [setUpKey] })
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    const wanted = readTyped(typed)
    setIsRefused(wanted === null)
    if (wanted !== null && !change.isPending) change.mutate(wanted)
  }
  const forget = () => {
    if (!change.isPending) change.mutate(null)
  }
  return { typed, setTyped, isRefused, submit, forget, isBusy: change.isPending, error: change.error }
}

type FieldsProps = Pick<ReturnType<typeof useIncomingForm>, 'typed' | 'setTyped' | 'isRefused'>

function IncomingFields({ typed, setTyped, isRefused }: FieldsProps) {
  const { t } = useLanguage()
  const { values, incomingForm } = t.setUp
  return (
    <>
      <SelectField
        label={values.type}
        value={typed.protocol}
        options={protocols}
        onValue={(protocol) => setTyped({ ...typed, protocol })}
      />
      <TextField
        label={values.host}
        hint={incomingForm.hostHint}
        value={typed.host}
        onValue={(host) => setTyped({ ...typed, host })}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        problem={isRefused ? incomingForm.refused : null}
      />
      <SelectField
        label={values.security}
        value={typed.socket}
        options={sockets}
        onValue={(socket) => setTyped({ ...typed, socket })}
      />
      <TextField
        label={values.port}
        hint={incomingForm.portHint(usualPorts[typed.protocol][typed.socket])}
        value={typed.port}
        onValue={(port) => setTyped({ ...typed, port })}
        inputMode="numeric"
        maxLength={5}
        autoComplete="off"
      />
    </>
  )
}
