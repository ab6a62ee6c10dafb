import { callApi } from '../../../../contract/client.ts'
import { removeDomainRule, type DomainRuleView } from '../../../../contract/organisation.ts'
import { Icon } from '../../../ui/icon.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { AddDomainRule } from './add-domain-rule.tsx'
import styles from './organisation.module.css'
import { useOrganisationChange } from './queries.ts'

/** The rules for domains as a small table, and the form for another one. */
export function DomainRules({ rules }: { readonly rules: readonly DomainRuleView[] }) {
  const { t } = useLanguage()
  const texts = t.organisation.rules
  const tell = useToast()
  const remove = useOrganisationChange({
    act: (domain: string) => callApi(removeDomainRule, { domain }),
    onDone: (domain) => tell(texts.removed(bareDomain(domain))),
  })
  const busyWith = remove.isPending ? remove.variables : null
  return (
    <>
      <p className={styles.muted}>{texts.text}</p>
      <ProblemNotice error={remove.error} />
      {rules.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <RuleTable rules={rules} busyWith={busyWith} onRemove={(domain) => remove.mutate(domain)} />
      )}
      <AddDomainRule />
    </>
  )
}

/** A rule's domain without the dot that stands for its sub-domains. */
const bareDomain = (domain: string): string => domain.replace(/^\./, '')

interface RuleTableProps {
  readonly rules: readonly DomainRuleView[]
  readonly busyWith?: string | null
  /** Left out where the rules can only be read. */
  readonly onRemove?: (domain: string) => void
}

export function RuleTable({ rules, busyWith, onRemove }: RuleTableProps) {
  const { t } = useLanguage()
  const { title, columns, action } = t.organisation.rules
  return (
    <table className={styles.rules}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.domain}</th>
          <th scope="col">{columns.route}</th>
          {onRemove !== undefined && (
            <th scope="col" className={styles.act}>
              <span className="visually-hidden">{action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.domain}>
            <RuleCells rule={rule} />
            {onRemove !== undefined && (
              <td className={styles.act}>
                <RemoveButton
                  domain={bareDomain(rule.domain)}
                  isBusy={busyWith === rule.domain}
                  onRemove={() => onRemove(rule.domain)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RuleCells({ rule }: { readonly rule: DomainRuleView }) {
  const { t } = useLanguage()
  const { withSubdomains, hostsOf, ways } = t.organisation.rules
  return (
    <>
      <th scope="row">
        {bareDomain(rule.domain)}
        {rule.domain.startsWith('.') && <span className={styles.hint}> {withSubdomains}</span>}
        {rule.listedHosts.length > 0 && <p className={styles.hint}>{hostsOf(rule.listedHosts.join(', '))}</p>}
      </th>
      <td className={styles.way}>{ways[rule.route]}</td>
    </>
  )
}

function RemoveButton(props: { readonly domain: string; readonly isBusy: boolean; readonly onRemove: () => void }) {
  const { t } = useLanguage()
  const label = t.app.about(t.organisation.rules.remove, props.domain)
  return (
    <button
      type="button"
      className={styles.remove}
      onClick={props.isBusy ? undefined : props.onRemove}
      aria-disabled={props.isBusy || undefined}
      aria-label={label}
      title={label}
    >
      <Icon name="trash" />
    </button>
  )
}
