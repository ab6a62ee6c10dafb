import { z } from 'zod'

export const organisationOption = {
  flags: '--organisation <name>',
  describe: 'name, domain or identifier; may be left out when there is only one',
} as const
export const organisationChoice = z.string().optional()
