import { AppError } from '../contract/errors/app-error.ts'
import { isAppError } from '../lib/errors/app-error.ts'
import type { Parts } from '../main.ts'
import type { Organisation } from '../modules/tenancy/organisations/index.ts'

async function byNameOrId(parts: Parts, text: string): Promise<Organisation | undefined> {
  try {
    return await parts.directory.findOrganisation(text)
  } catch (error) {
    if (isAppError(error, 'directory.organisation-unknown')) return undefined
    throw error
  }
}

/** By identifier, name or verified domain; without a word for it, the only one there is. */
export async function findOrganisation(parts: Parts, text: string | undefined): Promise<Organisation> {
  if (text === undefined) {
    const [only, ...others] = await parts.directory.organisationIds()
    if (only !== undefined && others.length === 0) return parts.directory.findOrganisation(only)
    throw new AppError('invalid', 'command.organisation-missing', 'say which organisation: --organisation NAME')
  }
  const id = await parts.directory.organisationOfDomain(text)
  const found = (await byNameOrId(parts, text)) ?? (id === undefined ? undefined : await byNameOrId(parts, id))
  if (found !== undefined) return found
  throw new AppError(
    'not-found',
    'command.organisation-unknown',
    `there is no organisation "${text}"; sealpost organisation list shows them`,
  )
}

/** The administrator at the command line, as the audit log names them. */
export const commandActor = { kind: 'command', label: 'sealpost command' } as const
