import { bounds } from './model/bounds.ts'

const allowed = new Set(['http:', 'https:', 'mailto:'])

/** The address of a link in the form that is written into the PDF; null for all but web pages and mail addresses. */
export function safeAddress(value: string): string | null {
  if (value.length > bounds.linkCharacters) return null
  const trimmed = value.trim()
  if (!URL.canParse(trimmed)) return null
  const url = new URL(trimmed)
  return allowed.has(url.protocol) ? url.href : null
}
