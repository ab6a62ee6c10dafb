import { useRef, useState, type FormEvent } from 'react'
import { ApiError, callApi } from '../../../../contract/client.ts'
import { setDomainRule, type DomainRuleView } from '../../../../contract/organisation.ts'
import { toAsciiDomain } from '../../../../lib/address/index.ts'
import { routes, type Route } from '../../../../lib/policy/routes.ts'
import { routeOptions } from '../../../../lib/settings/index.ts'
import { Button } from '../../../ui/button.tsx'
import { CheckField } from '../../../ui/check-field.tsx'
import { Busy } from '../../../ui/busy.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { useLanguage } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import { useOrganisationChange } from './queries.ts'
import { useKept } from './use-kept.ts'

interface Typed {
  readonly domain: string
  readonly withSubdomains: boolean
  readonly route: Route
  readonly hosts: string
}
const nothingTyped: Typed = { domain: '', withSubdomains: false, route: 'attachment', hosts: '' }

/** Adds a rule, or replaces the one of the same domain. */
export function AddDomainRule() {
  const { t, language } = useLanguage()
  const texts = t.organisation.rules
  const element = useRef<HTMLFormElement>(null)
  const form = useRuleForm((field) => element.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus())
  const { typed, type } = form
  return (
    <form ref={element} className={styles.form} onSubmit={form.submit} noValidate>
      <TextField
        label={texts.domain}
        hint={texts.domainHint}
        value={typed.domain}
        onValue={(domain) => type({ domain })}
        problem={form.wrong === 'domain' ? texts.domainProblem : null}
        name="domain"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
      />
      <CheckField
        label={texts.withParents}
        isChecked={typed.withSubdomains}
        onChange={(withSubdomains) => type({ withSubdomains })}
      />
      <SelectField
        label={texts.route}
        value={typed.route}
        options={routes.map((route) => [route, routeOptions.texts[language][route].name] as const)}
        onValue={(route) => type({ route })}
      />
      {typed.route === 'direct' && (
        <HostsField value={typed.hosts} onValue={(hosts) => type({ hosts })} isWrong={form.wrong === 'hosts'} />
      )}
      <ProblemNotice error={form.error} />
      <div>
        <Button type="submit" isBusy={form.isBusy}>
          {texts.add}
        </Button>
      </div>
      {form.isBusy && <Busy>{texts.adding}</Busy>}
    </form>
  )
}

interface HostsFieldProps {
  readonly value: string
  readonly onValue: (hosts: string) => void
  readonly isWrong: boolean
}

function HostsField({ value, onValue, isWrong }: HostsFieldProps) {
  const { t } = useLanguage()
  const texts = t.organisation.rules
  return (
    <TextField
      label={texts.hosts}
      hint={texts.hostsHint}
      value={value}
      onValue={onValue}
      problem={isWrong ? texts.hostsProblem : null}
      name="hosts"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
    />
  )
}

function ruleOf({ domain, withSubdomains, route, hosts }: Typed): DomainRuleView {
  const bare = domain.trim().replace(/^[@.]+/, '')
  const listedHosts = route === 'direct' ? hosts.split(/[\s,;]+/).filter((host) => host !== '') : []
  return { domain: withSubdomains ? `.${bare}` : bare, route, listedHosts }
}

type Wrong = 'domain' | 'hosts' | null

function useRuleForm(focusOn: (field: 'domain' | 'hosts') => void) {
  const { t } = useLanguage()
  const tell = useToast()
  const [typed, change] = useKept('domain-rule', nothingTyped)
  const [wrong, setWrong] = useState<Wrong>(null)
  const blame = (field: Wrong) => {
    setWrong(field)
    if (field !== null) focusOn(field)
  }
  const add = useOrganisationChange({
    act: (rule: DomainRuleView) => callApi(setDomainRule, rule),
    onDone: (rule) => {
      change(() => nothingTyped)
      tell(t.organisation.rules.added(rule.domain.replace(/^\./, '')))
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (add.isPending) return
    const rule = ruleOf(typed)
    const isDomain = toAsciiDomain(rule.domain.replace(/^\./, '')) !== null
    blame(isDomain ? null : 'domain')
    if (isDomain) add.mutate(rule, { onError: (error) => blame(wrongField(error)) })
  }
  const isShownAtField = wrongField(add.error) !== null
  return {
    typed,
    type: (typing: Partial<Typed>) => {
      change((before) => ({ ...before, ...typing }))
      setWrong(null)
    },
    wrong,
    submit,
    isBusy: add.isPending,
    error: isShownAtField ? null : add.error,
  }
}

function wrongField(error: unknown): Wrong {
  if (!(error instanceof ApiError)) return null
  if (error.code === 'directory.rule-domain-invalid') return 'domain'
  return error.code === 'directory.rule-hosts-invalid' || error.code === 'http.invalid' ? 'hosts' : null
}
