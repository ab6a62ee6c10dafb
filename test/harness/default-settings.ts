import { settingNames, settingOf, type OrganisationSettings } from '../../src/lib/settings/index.ts'

/** As a new organisation has them; the directory's test holds the product to it. */
export const defaultSettings = (): OrganisationSettings =>
  Object.fromEntries(settingNames.map((name) => [name, settingOf(name).default])) as unknown as OrganisationSettings
