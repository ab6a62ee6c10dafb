import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { accessCodeCheck } from '../cli/access-code-check.ts'
import { enrolWithPassword } from '../cli/enrol-with-password.ts'
import { commandActor } from '../cli/find-organisation.ts'
import { makeAppPasswordFor } from '../cli/make-app-password-for.ts'
import { isAppError } from '../lib/errors/app-error.ts'
import type { OrganisationId } from '../lib/id/identifiers.ts'
import type { Parts } from '../main.ts'
import { demoFile } from './demo-settings.ts'
import { doctor, patients, practice, receptionist } from './demo-cast.ts'

/** App passwords are random even here, so they are kept for the next start; the file is for this machine's user only. */
const seededShape = z.object({ appPasswords: z.record(z.string(), z.string()) })
export type Seeded = z.output<typeof seededShape>

async function ensureOrganisation(parts: Parts): Promise<OrganisationId> {
  try {
    return (await parts.directory.findOrganisation(practice.name)).id
  } catch (error) {
    if (!isAppError(error, 'directory.organisation-unknown')) throw error
  }
  const { name, domain, colour } = practice
  const made = await parts.directory.createOrganisation({ name, domain, language: 'de', actor: commandActor })
  const logo = await readFile(new URL('./practice-logo.png', import.meta.url))
  await parts.database.withOrganisation(made.id, async (tx) => {
    await parts.directory.applyPreset(tx, { organisationId: made.id, preset: 'doctors', actor: commandActor })
    const branding = { displayName: name, primaryColour: colour, termsUrl: null, privacyUrl: null }
    await parts.directory.setBranding(tx, { organisationId: made.id, ...branding, actor: commandActor })
    await parts.directory.setLogo(tx, { organisationId: made.id, content: logo, actor: commandActor })
  })
  return made.id
}

async function ensureAccount(parts: Parts, organisationId: OrganisationId, who: typeof doctor | typeof receptionist) {
  if ((await parts.directory.findAccountByAddress(who.address)) !== undefined) return
  const { address, name: displayName, password, isAdmin } = who
  await enrolWithPassword(parts, { organisationId, address, displayName, isAdmin, language: 'de', password })
}

async function ensureChecks(parts: Parts, organisationId: OrganisationId): Promise<void> {
  const page = { search: '', before: undefined, limit: 100 }
  const known = await parts.database.withOrganisation(organisationId, (tx) => parts.recipients.list(tx, page))
  for (const { address, check, detail } of patients) {
    if (check === 'none' || known.some((one) => one.address === address && one.check !== null)) continue
    const chosen = check === 'sms' ? { check, number: detail } : await accessCodeCheck(detail)
    await parts.database.withOrganisation(organisationId, (tx) =>
      parts.recipients.setCheck(tx, { organisationId, address, check: chosen, actor: commandActor }),
    )
  }
}

async function ensureAppPasswords(parts: Parts, dataDir: string): Promise<Seeded> {
  const file = join(dataDir, demoFile)
  if (existsSync(file)) return seededShape.parse(JSON.parse(await readFile(file, 'utf8')))
  const appPasswords: Record<string, string> = {}
  for (const { address, password } of [doctor, receptionist])
    appPasswords[address] = (await makeAppPasswordFor(parts, { address, password, name: 'Demo' })).text
  await writeFile(file, `${JSON.stringify({ appPasswords }, null, 2)}\n`, { mode: 0o600 })
  return { appPasswords }
}

/** Makes whatever of the practice is missing; a second start, or one after a start that was cut off, finds the rest. */
export async function seedPractice(parts: Parts): Promise<Seeded> {
  const organisationId = await ensureOrganisation(parts)
  await ensureAccount(parts, organisationId, doctor)
  await ensureAccount(parts, organisationId, receptionist)
  await ensureChecks(parts, organisationId)
  return ensureAppPasswords(parts, parts.config.dataDir)
}
