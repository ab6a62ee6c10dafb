import { fileURLToPath } from 'node:url'
import { Face } from './face.ts'

export type FaceName = keyof typeof files

const latin = '@embedpdf/fonts-latin'
const expo = '@expo-google-fonts/'

const files = {
  latin: [latin, '../fonts/NotoSans-Regular.ttf'],
  'latin-bold': [latin, '../fonts/NotoSans-Bold.ttf'],
  'latin-italic': [latin, '../fonts/NotoSans-Italic.ttf'],
  'latin-bold-italic': [latin, '../fonts/NotoSans-BoldItalic.ttf'],
  mono: [`${expo}noto-sans-mono`, './400Regular/NotoSansMono_400Regular.ttf'],
  'mono-bold': [`${expo}noto-sans-mono`, './700Bold/NotoSansMono_700Bold.ttf'],
  hebrew: ['@embedpdf/fonts-hebrew', '../fonts/NotoSansHebrew-Regular.ttf'],
  'hebrew-bold': ['@embedpdf/fonts-hebrew', '../fonts/NotoSansHebrew-Bold.ttf'],
  arabic: ['@embedpdf/fonts-arabic', '../fonts/NotoNaskhArabic-Regular.ttf'],
  'arabic-bold': ['@embedpdf/fonts-arabic', '../fonts/NotoNaskhArabic-Bold.ttf'],
  chinese: ['@embedpdf/fonts-sc', '../fonts/NotoSansHans-Regular.otf'],
  'chinese-bold': ['@embedpdf/fonts-sc', '../fonts/NotoSansHans-Bold.otf'],
  japanese: ['@embedpdf/fonts-jp', '../fonts/NotoSansJP-Regular.otf'],
  'japanese-bold': ['@embedpdf/fonts-jp', '../fonts/NotoSansJP-Bold.otf'],
  korean: ['@embedpdf/fonts-kr', '../fonts/NotoSansKR-Regular.otf'],
  'korean-bold': ['@embedpdf/fonts-kr', '../fonts/NotoSansKR-Bold.otf'],
  emoji: [`${expo}noto-emoji`, './400Regular/NotoEmoji_400Regular.ttf'],
} as const satisfies Record<string, readonly [string, string]>

const opened = new Map<FaceName, Face>()

/** The face of that name; reading and parsing happen once per worker. */
export function openFace(name: FaceName): Face {
  const known = opened.get(name)
  if (known !== undefined) return known
  const [packageName, path] = files[name]
  const face = new Face(name, fileURLToPath(new URL(path, import.meta.resolve(packageName))))
  opened.set(name, face)
  return face
}
