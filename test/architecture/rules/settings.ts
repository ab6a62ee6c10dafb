import { importsOf, type SourceFile } from '../source-files.ts'

/** Keeps what was decided, shows it and changes it; every other module reads what its own settings.ts names. */
const KEEPER = 'organisations'

const DECLARATIONS = 'src/lib/settings/'
const KINDS = 'src/lib/settings/kinds/'

/** Uses of settings by which a module would follow what it does not name, or take the whole slice of another one. */
export function settingsViolations(file: SourceFile): readonly string[] {
  const [, , , module = '', ...rest] = file.path.split('/')
  if (!file.path.startsWith('src/modules/') || module === KEEPER || /\.test\.tsx?$/.test(file.path)) return []
  const isNaming = rest.join('/') === 'settings.ts'
  const declared = importsOf(file).filter((path) => path.startsWith(DECLARATIONS) && !path.startsWith(KINDS))
  const whole = Array.from(file.text.matchAll(/\.\.\.(\w+)Settings\b/g), ([, slice = '']) => slice)
  return [
    ...(isNaming ? [] : declared.map((path) => `${file.path} imports ${path}: only settings.ts of a module does`)),
    ...(/\.getSettings\b/.test(file.text) ? [`${file.path} reads every setting: name those it follows`] : []),
    ...(isNaming ? whole : [])
      .filter((slice) => slice !== module)
      .map((slice) => `${file.path} takes all of ${slice}: name the settings it follows`),
  ]
}
