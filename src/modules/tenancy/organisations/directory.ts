import type { BrandingView } from '../../../contract/branding.ts'
import type { AccountId, MailboxId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { OrganisationSettings, Slice, ValuesOf } from '../../../lib/settings/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditActor } from '../audit/index.ts'
import type { NewAccount, NewMailbox } from './accounts.ts'
import type { NewBranding, NewLogo } from './branding.ts'
import type { DomainClaim, DomainView } from './domains.ts'
import type { NewOrganisation } from './organisations.ts'
import type { PresetChoice } from './apply-preset.ts'
import type { DomainRuleRemoval, NewDomainRule } from './domain-rules.ts'
import type { SettingsChange } from './settings.ts'
import type { DomainRule } from './store/domain-rules.ts'
import type { Account, AccountPlace } from './store/accounts.ts'
import type { Logo } from './store/branding.ts'
import type { Mailbox, MemberMailbox } from './store/mailboxes.ts'
import type { Organisation } from './store/organisations.ts'
import type { Language } from './store/tables.ts'

export interface Directory extends ModuleWith<'migrations' | 'targets' | 'routes' | 'errors' | 'settings'> {
  createOrganisation(wanted: NewOrganisation): Promise<Organisation>
  /** By name or identifier; throws AppError `directory.organisation-unknown`. */
  findOrganisation(nameOrId: string): Promise<Organisation>
  getOrganisation(tx: Tx, organisationId: OrganisationId): Promise<Organisation>
  /** Every organisation of the installation; for sweeps, never for a request. */
  organisationIds(): Promise<readonly OrganisationId[]>
  /** Which organisation has verified this domain. */
  organisationOfDomain(domain: string): Promise<OrganisationId | undefined>

  /** Everything that was decided, with the organisation's language: for those who show or change it. */
  getSettings(tx: Tx, organisationId: OrganisationId): Promise<OrganisationSettings & { readonly language: Language }>
  /** What a module follows, as its settings.ts names it. */
  settingsOf<Settings extends Slice>(
    tx: Tx,
    organisationId: OrganisationId,
    followed: Settings,
  ): Promise<ValuesOf<Settings> & { readonly language: Language }>
  /** Changes only what is given; throws AppError `directory.settings-invalid` or `directory.setting-unknown`. */
  updateSettings(tx: Tx, change: SettingsChange): Promise<void>
  /** All settings of a profession in one act; replaces the notes to recipients as well. */
  applyPreset(tx: Tx, choice: PresetChoice): Promise<void>
  /** By domain; at most 1,000. */
  domainRules(tx: Tx): Promise<readonly DomainRule[]>
  setDomainRule(tx: Tx, wanted: NewDomainRule): Promise<void>
  /** Throws AppError `directory.rule-unknown`. */
  removeDomainRule(tx: Tx, removal: DomainRuleRemoval): Promise<void>

  addDomain(tx: Tx, claim: DomainClaim): Promise<DomainView>
  /** Asks the DNS, so it opens its own transactions. */
  verifyDomain(wanted: {
    readonly organisationId: OrganisationId
    readonly domain: string
    readonly actor: AuditActor
  }): Promise<DomainView>
  listDomains(tx: Tx): Promise<readonly DomainView[]>
  verifiedDomains(tx: Tx): Promise<readonly string[]>

  /** `logoUrl` is a path on this server. */
  getBranding(tx: Tx, organisationId: OrganisationId): Promise<BrandingView>
  setBranding(tx: Tx, branding: NewBranding): Promise<void>
  getLogo(tx: Tx, organisationId: OrganisationId): Promise<Logo | undefined>
  setLogo(tx: Tx, logo: NewLogo): Promise<void>

  createAccount(tx: Tx, wanted: NewAccount): Promise<Account>
  /** Open accounts of any organisation, by address in any spelling; gives identifiers only. */
  findAccountByAddress(address: string): Promise<AccountPlace | undefined>
  /** Undefined for a closed account. */
  getAccount(tx: Tx, accountId: AccountId): Promise<Account | undefined>
  listAccounts(tx: Tx): Promise<readonly Account[]>
  /** Ends nothing by itself: `identity.closeAccount` also ends sessions and app passwords. */
  closeAccount(
    tx: Tx,
    closing: { readonly organisationId: OrganisationId; readonly accountId: AccountId; readonly actor: AuditActor },
  ): Promise<void>

  createMailbox(tx: Tx, wanted: NewMailbox): Promise<Mailbox>
  /** Throws AppError `directory.mailbox-unknown`. */
  getMailbox(tx: Tx, mailboxId: MailboxId): Promise<Mailbox>
  mailboxOfAddress(tx: Tx, address: string): Promise<Mailbox | undefined>
  /** One round trip for many addresses, which must be in stored form; those without a mailbox are left out. */
  mailboxesOfAddresses(tx: Tx, addresses: readonly string[]): Promise<readonly Mailbox[]>
  /** The mailboxes an account is a member of, its personal one first. */
  mailboxesOf(tx: Tx, accountId: AccountId): Promise<readonly MemberMailbox[]>
}
