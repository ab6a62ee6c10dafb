import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { protocols, sockets, usualPort, type TypedIncoming } from './read-incoming.ts'

interface ServerFieldsProps {
  readonly typed: TypedIncoming
  readonly onTyped: (typed: TypedIncoming) => void
  /** Which of the fields is wrong and what to do. */
  readonly problem: { readonly at: string; readonly text: string } | null
}

/** Where the organisation's mailboxes live, so that people can set up their mail programs by themselves. */
export function ServerFields({ typed, onTyped, problem }: ServerFieldsProps) {
  const { t } = useLanguage()
  const texts = t.organisation.incoming
  const type = (change: Partial<TypedIncoming>) => onTyped({ ...typed, ...change })
  const problemAt = (field: 'host' | 'port') => (problem?.at === field ? problem.text : null)
  return (
    <>
      <SelectField
        label={texts.protocol}
        value={typed.protocol}
        options={protocols.map((protocol) => [protocol, texts.protocols[protocol]] as const)}
        onValue={(protocol) => type({ protocol })}
      />
      {typed.protocol !== 'none' && (
        <>
          <TextField
            label={texts.host}
            hint={texts.hostHint}
            value={typed.host}
            onValue={(host) => type({ host })}
            problem={problemAt('host')}
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
            problem={problemAt('port')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
          />
        </>
      )}
    </>
  )
}
