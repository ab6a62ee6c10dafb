import type { Kind, Slice, ValuesOf } from '../../../lib/settings/index.ts'
import { directoryErrors } from './errors.ts'
import type { Decided } from './store/settings.ts'

/**
 * The values of a slice: what was decided, else the default. What was decided about a setting that is no more is left
 * alone. Throws AppError `directory.settings-unusable` for a value that its setting does not take any more: going on
 * with the default could send what the organisation wanted to hold back.
 */
export function readDecided<Settings extends Slice>(settings: Settings, decided: Decided): ValuesOf<Settings> {
  const values = Object.entries(settings).map(([name, setting]) => {
    if (!Object.hasOwn(decided, name)) return [name, setting.default] as const
    const kind: Kind<string, unknown> = setting.kind
    const read = kind.schema.safeParse(decided[name])
    if (!read.success) throw directoryErrors.unusableSetting(name)
    return [name, read.data] as const
  })
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: each value passed the schema of its own name
  return Object.fromEntries(values) as unknown as ValuesOf<Settings>
}
