import type { FontUse } from '../fonts/embedded-fonts.ts'
import type { PlacedRun } from '../layout/pieces.ts'
import { sizeOf } from '../layout/segments.ts'
import { round } from './operands.ts'

type TextRun = Extract<PlacedRun, { kind: 'text' }>

/** Text operators for one run (ISO 32000-2 section 9.4): glyphs in page order, with what kerning moves between them. */
export function textOperators(run: TextRun, at: { readonly use: FontUse; readonly baseline: number }): string {
  const size = sizeOf(run.style, run.face)
  const rise =
    run.style.shift === 'none' ? 0 : run.style.shift === 'raised' ? run.style.size * 0.35 : -run.style.size * 0.12
  const lean = run.style.isItalic && !run.face.name.includes('italic') && run.face.name.startsWith('latin') ? 0.2 : 0
  const start = `BT /${at.use.name} ${round(size)} Tf 1 0 ${lean} -1 ${round(run.x)} ${round(at.baseline - rise)} Tm`
  return `${start} [${glyphs(run, at.use)}] TJ ET`
}

// Marks of joined scripts are moved sideways inside the array, up and down by the text rise.
function glyphs(run: TextRun, use: FontUse): string {
  const thousandth = sizeOf(run.style, run.face) / 1000
  let out = '<'
  let pending = 0
  let lifted = 0
  for (const { cells, kerning } of run.parts) {
    for (const [index, cell] of cells.entries()) {
      if (cell.offsetY !== lifted) {
        lifted = cell.offsetY
        out += `>] TJ ${round(lifted * thousandth)} Ts [<`
      }
      const before = pending - cell.offsetX
      if (before >= 1 || before <= -1) out += `>${Math.round(before)}<`
      out += use.codeOf(cell)
      pending = cell.natural - cell.advance + cell.offsetX - (kerning === null ? 0 : (kerning[index] ?? 0))
    }
  }
  return lifted === 0 ? `${out}>` : `${out}>] TJ 0 Ts [`
}
