import type { Face } from './face.ts'
import type { Faces } from './faces.ts'
import type { FaceName } from './font-files.ts'
import { scriptOf } from './scripts.ts'
import type { Script } from './scripts.ts'

/** Which of the writings that share Han characters a text is in; decides the shapes of those characters. */
export type HanWriting = 'chinese' | 'japanese' | 'korean'

export interface FaceWish {
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly isMono: boolean
}

/** Which writing the text is in, by its own letters: kana are Japanese alone, hangul Korean alone. */
export function hanWritingOf(text: string): HanWriting {
  const kana = text.search(/[\u3041-\u30ff]/)
  const hangul = text.search(/[\uac00-\ud7a3]/)
  if (kana !== -1 && (hangul === -1 || kana < hangul)) return 'japanese'
  return hangul === -1 ? 'chinese' : 'korean'
}

/**
 * Chooses a face per character: the face before goes on as long as it has neutral characters, then the faces of the
 * script in order. Null when no face has the character, or the next that might is not at hand.
 */
export function chooseFace(
  codePoint: number,
  wish: FaceWish,
  context: { faces: Faces; before: Face | null; han: HanWriting },
): Face | null {
  const script = scriptOf(codePoint)
  if (
    script === 'neutral' &&
    context.before !== null &&
    context.before.name !== 'emoji' &&
    context.before.cell(codePoint) !== null
  )
    return context.before
  for (const name of facesFor(script, wish, context.han)) {
    const face = context.faces.open(name)
    if (face === null || face.cell(codePoint) !== null) return face
  }
  return null
}

/** The face that stands for a style where nothing else is asked for. */
export function baseFace(wish: FaceWish, faces: Faces): Face {
  return faces.open(latinName(wish)) ?? faces.plain
}

function facesFor(script: Script, wish: FaceWish, han: HanWriting): readonly FaceName[] {
  const latin = latinName(wish)
  const east = [han, 'chinese', 'japanese', 'korean'] as const
  switch (script) {
    case 'latin':
      return [latin, 'latin']
    case 'neutral':
      return [latin, 'latin', 'emoji', ...east]
    case 'hebrew':
      return [wish.isBold ? 'hebrew-bold' : 'hebrew', latin]
    case 'arabic':
      return [wish.isBold ? 'arabic-bold' : 'arabic', latin]
    case 'kana':
      return eastern(['japanese', ...east], wish.isBold)
    case 'hangul':
      return eastern(['korean', ...east], wish.isBold)
    case 'han':
      return eastern(east, wish.isBold)
    case 'emoji':
      return [latin, 'emoji', ...east]
    default:
      return [wish.isBold ? `${script}-bold` : script, latin]
  }
}

function eastern(writings: readonly HanWriting[], isBold: boolean): readonly FaceName[] {
  return isBold ? writings.map((writing): FaceName => `${writing}-bold`) : writings
}

function latinName(wish: FaceWish): FaceName {
  if (wish.isMono) return wish.isBold ? 'mono-bold' : 'mono'
  if (wish.isBold) return wish.isItalic ? 'latin-bold-italic' : 'latin-bold'
  return wish.isItalic ? 'latin-italic' : 'latin'
}
