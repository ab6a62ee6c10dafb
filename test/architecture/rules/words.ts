import { parseSource, type SourceFile } from '../source-files.ts'

const FORBIDDEN_NAMES = /^(utils?|helpers?|common|misc|services?|managers?|base)$/
const FORBIDDEN_SUFFIX = /-(utils?|helpers?|manager|service|impl)$/

/** A path whose folder or file name says nothing, or is not kebab-case. */
export function nameViolations(path: string): readonly string[] {
  const parts = path.split('/').map((part) => part.replace(/(\.(test|config|d))?\.[a-z]+$/, ''))
  const empty = parts.filter((part) => FORBIDDEN_NAMES.test(part) || FORBIDDEN_SUFFIX.test(part))
  const odd = parts.filter((part) => !/^\.?[a-z0-9]+([-.][a-z0-9]+)*$/.test(part))
  return [
    ...empty.map((part) => `${path}: "${part}" names no subject`),
    ...odd.map((part) => `${path}: "${part}" is not kebab-case`),
  ]
}

/** A reminder without an issue number, and a suppression without its reason. */
export function commentViolations(file: SourceFile): readonly string[] {
  return parseSource(file).comments.flatMap(({ value }) => {
    const reminder = /\b(TODO|FIXME|XXX|HACK)\b/.test(value) && !/#\d+/.test(value)
    const suppression = /(ox|es)lint-disable|@ts-(ignore|expect-error|nocheck)/.test(value)
    const explained = / -- \S.{7,}/.test(value)
    if (reminder) return [`${file.path}: a reminder without an issue number: ${value.trim()}`]
    return suppression && !explained ? [`${file.path}: a suppression without "-- reason": ${value.trim()}`] : []
  })
}

/** Whether a module's front door opens with the header block that says what it is for. */
export function opensWithHeader(file: SourceFile): boolean {
  const [first] = parseSource(file).comments
  if (first?.type !== 'Block' || !first.value.startsWith('*')) return false
  return file.text.slice(0, first.start).trim() === '' && first.value.length >= 200
}
