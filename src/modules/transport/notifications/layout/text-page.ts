import type { BrandingView } from '../../../../contract/branding.ts'
import type { Letter, Note } from '../letter.ts'
import { shortName } from '../safe-text.ts'
import type { Wording } from '../wording/wording.ts'

const width = 72

/** Lines of at most 72 characters; a longer word (an address) stays whole on its line. */
function wrap(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

function noteText({ title, text, rows = [] }: Note): string {
  const written = text === '' ? [] : text.split('\n').map(wrap)
  const table = rows.map(({ label, lines }) => `${label}\n${lines.map((line) => `  ${line}`).join('\n')}`)
  return [title, ...written, ...table].join('\n')
}

function footer(branding: BrandingView, wording: Wording): string[] {
  const links = [
    branding.termsUrl === null ? '' : `${wording.terms}: ${branding.termsUrl}`,
    branding.privacyUrl === null ? '' : `${wording.privacy}: ${branding.privacyUrl}`,
  ]
  return links.filter((line) => line !== '')
}

/** The letter as plain text, complete: whoever sees only this can do everything. */
export function textPage(letter: Letter, branding: BrandingView, wording: Wording): string {
  const blocks = [
    `${letter.heading}\n${'-'.repeat(Array.from(letter.heading).length)}`,
    wrap(letter.lead),
    letter.code === null ? '' : `    ${letter.code}`,
    letter.facts.map(({ label, value }) => wrap(`${label}: ${value}`)).join('\n'),
    letter.action === null ? '' : `${letter.action.label}:\n${letter.action.url}`,
    ...letter.notes.map(noteText),
    `-- \n${[shortName(branding.displayName), wrap(letter.closing), ...footer(branding, wording)].join('\n')}`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}
