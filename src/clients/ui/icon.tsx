import { Drawing } from './drawing.tsx'
import * as drawings from './drawings.ts'

const byName = { ...drawings }

export type IconName = keyof typeof byName

/** A drawing chosen by its name; brings all of them along, which the portal does without. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return <Drawing path={byName[name]} size={size} />
}
