import type { Attributes } from './read-attributes.ts'

const longest = 2_000
const hiddenTypes = new Set(['hidden', 'password', 'image'])

/** What a browser shows in a field of a form. */
export function fieldText(attributes: Attributes): string {
  const type = attributes.get('type')?.toLowerCase() ?? 'text'
  if (hiddenTypes.has(type)) return ''
  if (type === 'checkbox') return attributes.has('checked') ? '[x] ' : '[ ] '
  if (type === 'radio') return attributes.has('checked') ? '● ' : '○ '
  const value = attributes.get('value') ?? ''
  return (value === '' ? (attributes.get('placeholder') ?? '') : value).slice(0, longest)
}
