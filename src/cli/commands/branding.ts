import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { pairs } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { commandActor, findOrganisation } from '../find-organisation.ts'
import { withParts } from '../open-parts.ts'
import type { Shell } from '../shell.ts'
import { organisationChoice, organisationOption } from './organisation-choice.ts'

const input = z.object({
  organisation: organisationChoice,
  displayName: z.string().optional(),
  colour: z.string().optional(),
  termsUrl: z.string().optional(),
  privacyUrl: z.string().optional(),
  logo: z.string().optional(),
})

type Given = z.output<typeof input>

function showBranding(given: Given, shell: Shell) {
  return withParts(shell, async (parts) => {
    const { id: organisationId } = await findOrganisation(parts, given.organisation)
    const content = given.logo === undefined ? undefined : await readFile(given.logo)
    const isChange = [given.displayName, given.colour, given.termsUrl, given.privacyUrl].some(
      (value) => value !== undefined,
    )
    const branding = await parts.database.withOrganisation(organisationId, async (tx) => {
      const before = await parts.directory.getBranding(tx, organisationId)
      if (isChange)
        await parts.directory.setBranding(tx, {
          organisationId,
          displayName: given.displayName ?? before.displayName,
          primaryColour: given.colour ?? before.primaryColour,
          termsUrl: given.termsUrl ?? before.termsUrl,
          privacyUrl: given.privacyUrl ?? before.privacyUrl,
          actor: commandActor,
        })
      if (content !== undefined) await parts.directory.setLogo(tx, { organisationId, content, actor: commandActor })
      return parts.directory.getBranding(tx, organisationId)
    })
    return { data: branding, text: pairs(Object.entries(branding).map(([name, value]) => [name, value ?? 'none'])) }
  })
}

/** What recipients see of an organisation: shown, and changed where an option says so. */
export function addBrandingCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'organisation branding',
    summary: 'show name, colour, logo and links that recipients see, or change those that are given',
    options: [
      organisationOption,
      { flags: '--display-name <name>', describe: 'name that recipients see' },
      { flags: '--colour <#rrggbb>', describe: 'main colour of mails and pages' },
      { flags: '--logo <file>', describe: 'PNG, JPEG or WebP of at most 256 KiB' },
      { flags: '--terms-url <url>', describe: 'address of the imprint or the terms' },
      { flags: '--privacy-url <url>', describe: 'address of the privacy policy' },
    ],
    input,
    run: showBranding,
  })
}
