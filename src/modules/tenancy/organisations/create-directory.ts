import { parseAddress, toAsciiDomain } from '../../../lib/address/index.ts'
import { organisationsCodes } from '../../../contract/errors/organisations.ts'
import { organisationsSettings } from '../../../lib/settings/slices/organisations.ts'
import type { AuditRecorder } from '../audit/index.ts'
import { closeAccount, createAccount, createMailbox } from './accounts.ts'
import { getBranding, setBranding, setLogo } from './branding.ts'
import { addDomain, listDomains, verifiedDomains, verifyDomain } from './domains.ts'
import type { DirectoryDeps } from './directory-deps.ts'
import { directoryErrors } from './errors.ts'
import { createOrganisation, findOrganisation } from './organisations.ts'
import { applyPreset } from './apply-preset.ts'
import { removeDomainRule, setDomainRule } from './domain-rules.ts'
import { registerDirectoryRoutes } from './routes.ts'
import { getSettings, settingsOf, updateSettings } from './settings.ts'
import { readDomainRules } from './store/domain-rules.ts'
import { findAccountPlace, readAccount, readAccounts } from './store/accounts.ts'
import { readLogo } from './store/branding.ts'
import { findDomainOwner } from './store/domains.ts'
import {
  mailboxTargets,
  readMailbox,
  readMailboxesOf,
  readMailboxesOfAddresses,
  readMailboxOfAddress,
} from './store/mailboxes.ts'
import { listOrganisationIds, readOrganisation } from './store/organisations.ts'
import type { Directory } from './directory.ts'

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
  errors: organisationsCodes,
  settings: organisationsSettings,
}

export function createDirectory(deps: DirectoryDeps): Directory {
  const { database, audit } = deps
  const directory: Directory = {
    ...tables,
    routes: (server) => registerDirectoryRoutes(server, { ...deps, directory }),
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
  return directory
}
