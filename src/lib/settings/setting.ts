import type { AnyKind, InBoth, ValueOf } from './kinds/index.ts'
import type { PresetName } from './preset-names.ts'
import type { SectionName } from './sections.ts'

interface SettingTexts {
  readonly label: string
  /** One sentence: what it does, and what speaks for which value. */
  readonly hint: string
}

/** What is said of a setting beside its kind. */
interface Declaration<Value> {
  /** What holds until the organisation decides. */
  readonly default: Value
  /** What each profession is advised; left out for what belongs to one organisation alone. */
  readonly presets?: Readonly<Record<PresetName, Value>>
  /** Where the page shows it; what has no section is decided at the command line. */
  readonly section?: SectionName
  /** Whether "yes" is the weaker choice, which the page then says. */
  readonly isWeaker?: true
  /** Administrators of the organisation and the operator's command line, unless it says otherwise. */
  readonly changedBy?: 'preset'
  readonly texts: InBoth<SettingTexts>
}

/** Something that an organisation decides about a module. */
export type Setting<Taken extends AnyKind = AnyKind> = Declaration<ValueOf<Taken>> & { readonly kind: Taken }

/** The settings of a module by name; a name is unique over all modules. */
export type Slice = Readonly<Record<string, Setting>>

export type ValuesOf<Settings extends Slice> = { [Name in keyof Settings]: ValueOf<Settings[Name]['kind']> }

/** Declares a setting: its default and presets are values of its kind, and both languages are there, or it does not compile. */
export const setting = <Taken extends AnyKind, const Declared extends Declaration<ValueOf<Taken>>>(
  kind: Taken,
  declared: Declared,
): Declared & { readonly kind: Taken } => ({ ...declared, kind })

/** What two settings of a module must be together. */
export interface Rule {
  readonly names: readonly string[]
  /** The one of them at whose field a form says what is wrong. */
  readonly at: string
  isKept(values: Readonly<Record<string, unknown>>): boolean
  readonly texts: InBoth<string>
  /** The code of the refusal (`invalid` in the contract's catalogue), and what a client without texts of its own shows. */
  readonly code: string
  readonly publicText: string
}
