import type { Note, NoteRow } from '../letter.ts'
import { font } from './font.ts'
import { html, type Html } from './html.ts'

const withBreaks = (lines: readonly string[]): readonly Html[] =>
  lines.map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`))

function noteRow({ label, lines }: NoteRow): Html {
  return html`<tr>
    <td
      valign="top"
      class="ink"
      style="padding:5px 14px 5px 0;font:600 14px/20px ${font};color:#1b2230;white-space:nowrap"
    >
      ${label}
    </td>
    <td width="100%" valign="top" class="soft" style="padding:5px 0;font:400 14px/20px ${font};color:#454f60">
      ${withBreaks(lines)}
    </td>
  </tr>`
}

function noteBlock({ title, text, rows = [] }: Note): Html {
  const paragraph = html`<p class="soft" style="margin:2px 0 0;font:400 16px/24px ${font};color:#454f60">
    ${withBreaks(text.split('\n'))}
  </p>`
  const table = html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
    ${rows.map(noteRow)}
  </table>`
  return html`<tr>
    <td class="pad" style="padding:14px 36px 0">
      <p class="ink" style="margin:0;font:600 16px/24px ${font};color:#1b2230">${title}</p>
      ${text === '' ? html`` : paragraph}${rows.length === 0 ? html`` : table}
    </td>
  </tr>`
}

/** What stands below the button: explanations, and small tables. */
export function noteSection(notes: readonly Note[]): Html {
  if (notes.length === 0) return html``
  return html`<tr>
      <td class="pad" style="padding:28px 36px 0">
        <div class="rule" style="border-top:1px solid #dfe3e9;font-size:0;line-height:0">&nbsp;</div>
      </td>
    </tr>
    ${notes.map(noteBlock)}`
}
