import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One hash over the names and contents of the given files and folders below `root`. Tests are left out: they change
 * nothing that is built. A path that does not exist yet counts as empty.
 */
export function hashSources(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesIn(root, path)).toSorted()) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.byteLength}\0`).update(content)
  }
  return hash.digest('hex')
}

function filesIn(root: string, path: string): readonly string[] {
  const found = globSync([path, `${path}/**`], { cwd: root })
  return found.filter((file) => !/\.test\.tsx?$/.test(file) && statSync(join(root, file)).isFile())
}
