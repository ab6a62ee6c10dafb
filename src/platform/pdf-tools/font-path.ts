import { fileURLToPath } from 'node:url'
import { fontFiles, type FaceName } from '../../lib/pdf/index.ts'

/** Where the file of a font lies, in the package that brought it. */
export function fontPath(name: FaceName): string {
  const [packageName, path] = fontFiles[name]
  const entry = import.meta.resolve(packageName)
  const folder = entry.slice(0, entry.lastIndexOf(`/${packageName}/`) + packageName.length + 2)
  return fileURLToPath(new URL(path, folder))
}
