import type { TextStyle } from '../model/blocks.ts'
import type { StyleChange } from './text-style.ts'

/** The looks of one message, each one object: text of the same look is shaped and drawn in one go. */
export class StylePalette {
  readonly #styles = new Map<string, TextStyle>()

  of(style: TextStyle): TextStyle {
    const flags = [style.isBold, style.isItalic, style.isUnderlined, style.isStruck, style.isMono].map(Number).join('')
    const key = `${style.size} ${flags} ${style.colour} ${style.shade ?? ''} ${style.shift} ${style.link ?? ''}`
    const known = this.#styles.get(key)
    if (known !== undefined) return known
    this.#styles.set(key, style)
    return style
  }

  changed(style: TextStyle, change: StyleChange): TextStyle {
    for (const _ in change) return this.of({ ...style, ...change })
    return style
  }
}
