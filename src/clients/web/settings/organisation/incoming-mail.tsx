import { useEffect, useRef, useState, type FormEvent } from 'react'
import { callApi } from '../../../../contract/client.ts'
import { changeOrganisationSettings, type IncomingMail } from '../../../../contract/organisation.ts'
import { Button } from '../../../ui/button.tsx'
import { Busy } from '../../controls/busy.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { SelectField } from '../../controls/select-field.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useToast } from '../../controls/toast.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { protocols, readIncoming, sockets, typedOf, usualPort, type TypedIncoming } from './read-incoming.ts'
import styles from './organisation.module.css'
import { useOrganisationChange } from './queries.ts'
import { useKept } from './use-kept.ts'

/** Where the organisation's mailboxes live, so that people can set up their mail programs by themselves. */
export function IncomingMailForm({ saved }: { readonly saved: IncomingMail | null }) {
  const { t } = useLanguage()
  const texts = t.organisation.incoming
  const element = useRef<HTMLFormElement>(null)
  const form = useIncomingForm(saved)
  const { typed, type, attempts } = form
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempts])
  return (
    <form ref={element} className={styles.form} onSubmit={form.submit} noValidate>
      <p className={styles.muted}>{texts.text}</p>
      <SelectField
        label={texts.protocol}
        value={typed.protocol}
        options={protocols.map((protocol) => [protocol, texts.protocols[protocol]] as const)}
        onValue={(protocol) => type({ protocol })}
      />
      {typed.protocol !== 'none' && <ServerFields typed={typed} type={type} wrong={form.wrong} />}
      <ProblemNotice error={form.error} />
      <div>
        <Button type="submit" isBusy={form.isBusy} label={t.app.about(t.organisation.form.save, texts.title)}>
          {t.organisation.form.save}
        </Button>
      </div>
      {form.isBusy && <Busy>{t.organisation.form.saving}</Busy>}
    </form>
  )
}

interface ServerFieldsProps {
  readonly typed: TypedIncoming
  readonly type: (change: Partial<TypedIncoming>) => void
  readonly wrong: 'host' | 'port' | null
}

function ServerFields({ typed, type, wrong }: ServerFieldsProps) {
  const { t } = useLanguage()
  const texts = t.organisation.incoming
  return (
    <>
      <TextField
        label={texts.host}
        hint={texts.hostHint}
        value={typed.host}
        onValue={(host) => type({ host })}
        problem={wrong === 'host' ? texts.hostProblem : null}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={253}
      />
      <SelectField
        label={texts.socket}
        value={typed.socket}
        options={sockets.map((socket) => [socket, texts.sockets[socket]] as const)}
        onValue={(socket) => type({ socket })}
      />
      <TextField
        label={texts.port}
        hint={texts.portHint(usualPort(typed))}
        value={typed.port}
        onValue={(port) => type({ port })}
        problem={wrong === 'port' ? t.organisation.form.number('1', '65535') : null}
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
      />
    </>
  )
}

function useIncomingForm(saved: IncomingMail | null) {
  const { t } = useLanguage()
  const tell = useToast()
  const [kept, keep] = useKept<TypedIncoming | 'as saved'>('incoming', 'as saved')
  const [attempts, setAttempts] = useState(0)
  const typed = kept === 'as saved' ? typedOf(saved) : kept
  const read = readIncoming(typed)
  const save = useOrganisationChange({
    act: (incomingMail: IncomingMail | null) => callApi(changeOrganisationSettings, { incomingMail }),
    onDone: () => {
      keep(() => 'as saved')
      setAttempts(0)
      tell(t.organisation.form.saved)
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (save.isPending) return
    setAttempts(attempts + 1)
    if (read.wrong === null) save.mutate(read.incoming)
  }
  return {
    typed,
    type: (change: Partial<TypedIncoming>) => keep(() => ({ ...typed, ...change })),
    attempts,
    submit,
    wrong: attempts > 0 ? read.wrong : null,
    isBusy: save.isPending,
    error: save.error,
  }
}
