import { parseAddress, toAsciiDomain } from '../../../lib/address/index.ts'
import type { BrandingView } from '../../../contract/identity.ts'
import type { OrganisationSettings, Slice, ValuesOf } from '../../../lib/settings/index.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { AuditActor, AuditRecorder } from '../audit/index.ts'
import { closeAccount, createAccount, createMailbox, type NewAccount, type NewMailbox } from './accounts.ts'
import { getBranding, setBranding, setLogo, type NewBranding, type NewLogo } from './branding.ts'
import { addDomain, listDomains, verifiedDomains, verifyDomain, type DomainClaim, type DomainView } from './domains.ts'
import type { DirectoryDeps } from './directory-deps.ts'
import { directoryErrors } from './errors.ts'
import { createOrganisation, findOrganisation, type NewOrganisation } from './organisations.ts'
import { applyPreset, type PresetChoice } from './apply-preset.ts'
import { removeDomainRule, setDomainRule, type DomainRuleRemoval, type NewDomainRule } from './domain-rules.ts'
import { getSettings, settingsOf, updateSettings, type SettingsChange } from './settings.ts'
import { readDomainRules, type DomainRule } from './store/domain-rules.ts'
import { findAccountPlace, readAccount, readAccounts, type Account, type AccountPlace } from './store/accounts.ts'
import { readLogo, type Logo } from './store/branding.ts'
import { findDomainOwner } from './store/domains.ts'
import {
  mailboxTargets,
  readMailbox,
  readMailboxesOf,
  readMailboxesOfAddresses,
  readMailboxOfAddress,
  type Mailbox,
  type MemberMailbox,
} from './store/mailboxes.ts'
import { listOrganisationIds, readOrganisation, type Organisation } from './store/organisations.ts'
import type { Language } from './store/tables.ts'

export interface Directory extends ModuleWith<'migrations' | 'targets'> {
  createOrganisation(wanted: NewOrganisation): Promise<Organisation>
  /** By name or identifier; throws AppError `directory.organisation-unknown`. */
  findOrganisation(nameOrId: string): Promise<Organisation>
  getOrganisation(tx: Tx, organisationId: string): Promise<Organisation>
  /** Every organisation of the installation; for sweeps, never for a request. */
  organisationIds(): Promise<readonly string[]>
  /** Which organisation has verified this domain. */
  organisationOfDomain(domain: string): Promise<string | undefined>

  /** Everything that was decided, with the organisation's language: for those who show or change it. */
  getSettings(tx: Tx, organisationId: string): Promise<OrganisationSettings & { readonly language: Language }>
  /** What a module follows, as its settings.ts names it. */
  settingsOf<Settings extends Slice>(
    tx: Tx,
    organisationId: string,
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
    readonly organisationId: string
    readonly domain: string
    readonly actor: AuditActor
  }): Promise<DomainView>
  listDomains(tx: Tx): Promise<readonly DomainView[]>
  verifiedDomains(tx: Tx): Promise<readonly string[]>

  /** `logoUrl` is a path on this server. */
  getBranding(tx: Tx, organisationId: string): Promise<BrandingView>
  setBranding(tx: Tx, branding: NewBranding): Promise<void>
  getLogo(tx: Tx, organisationId: string): Promise<Logo | undefined>
  setLogo(tx: Tx, logo: NewLogo): Promise<void>

  createAccount(tx: Tx, wanted: NewAccount): Promise<Account>
  /** Open accounts of any organisation, by address in any spelling; gives identifiers only. */
  findAccountByAddress(address: string): Promise<AccountPlace | undefined>
  /** Undefined for a closed account. */
  getAccount(tx: Tx, accountId: string): Promise<Account | undefined>
  listAccounts(tx: Tx): Promise<readonly Account[]>
  /** Ends nothing by itself: `identity.closeAccount` also ends sessions and app passwords. */
  closeAccount(
    tx: Tx,
    closing: { readonly organisationId: string; readonly accountId: string; readonly actor: AuditActor },
  ): Promise<void>

  createMailbox(tx: Tx, wanted: NewMailbox): Promise<Mailbox>
  /** Throws AppError `directory.mailbox-unknown`. */
  getMailbox(tx: Tx, mailboxId: string): Promise<Mailbox>
  mailboxOfAddress(tx: Tx, address: string): Promise<Mailbox | undefined>
  /** One round trip for many addresses, which must be in stored form; those without a mailbox are left out. */
  mailboxesOfAddresses(tx: Tx, addresses: readonly string[]): Promise<readonly Mailbox[]>
  /** The mailboxes an account is a member of, its personal one first. */
  mailboxesOf(tx: Tx, accountId: string): Promise<readonly MemberMailbox[]>
}

const storedForm = (address: string) => parseAddress(address)?.address ?? ''

type SettingsPart = Pick<
  Directory,
  'getSettings' | 'settingsOf' | 'updateSettings' | 'applyPreset' | 'domainRules' | 'setDomainRule' | 'removeDomainRule'
>

const decisions = (audit: AuditRecorder): SettingsPart => ({
  getSettings,
  settingsOf,
  updateSettings: (tx, change) => updateSettings(audit, tx, change),
  applyPreset: (tx, choice) => applyPreset(audit, tx, choice),
  domainRules: readDomainRules,
  setDomainRule: (tx, wanted) => setDomainRule(audit, tx, wanted),
  removeDomainRule: (tx, removal) => removeDomainRule(audit, tx, removal),
})

const tables = {
  name: 'directory',
  migrations: { module: 'directory', folder: new URL('./migrations/', import.meta.url) },
  targets: [mailboxTargets],
}

export function createDirectory(deps: DirectoryDeps): Directory {
  const { database, audit } = deps
  return {
    ...tables,
    createOrganisation: (wanted) => createOrganisation(deps, wanted),
    findOrganisation: (nameOrId) => findOrganisation(deps, nameOrId),
    getOrganisation: async (tx, organisationId) => {
      const organisation = await readOrganisation(tx, organisationId)
      if (organisation === undefined) throw directoryErrors.organisationUnknown()
      return organisation
    },
    organisationIds: () => database.withoutOrganisation(listOrganisationIds),
    organisationOfDomain: (domain) =>
      database.withoutOrganisation((tx) => findDomainOwner(tx, toAsciiDomain(domain) ?? '')),

    ...decisions(audit),

    addDomain: (tx, claim) => addDomain(deps, tx, claim),
    verifyDomain: (wanted) => verifyDomain(deps, wanted),
    listDomains,
    verifiedDomains,

    getBranding,
    setBranding: (tx, branding) => setBranding(audit, tx, branding),
    getLogo: readLogo,
    setLogo: (tx, logo) => setLogo(audit, tx, logo),

    createAccount: (tx, wanted) => createAccount(deps, tx, wanted),
    findAccountByAddress: (address) => database.withoutOrganisation((tx) => findAccountPlace(tx, storedForm(address))),
    getAccount: readAccount,
    listAccounts: readAccounts,
    closeAccount: (tx, closing) => closeAccount(deps, tx, closing),

    createMailbox: (tx, wanted) => createMailbox(deps, tx, wanted),
    getMailbox: async (tx, mailboxId) => {
      const mailbox = await readMailbox(tx, mailboxId)
      if (mailbox === undefined) throw directoryErrors.mailboxUnknown()
      return mailbox
    },
    mailboxOfAddress: (tx, address) => readMailboxOfAddress(tx, storedForm(address)),
    mailboxesOfAddresses: readMailboxesOfAddresses,
    mailboxesOf: readMailboxesOf,
  }
}
