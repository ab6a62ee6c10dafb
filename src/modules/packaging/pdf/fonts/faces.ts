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
  armenian: [`${expo}noto-sans-armenian`, './400Regular/NotoSansArmenian_400Regular.ttf'],
  'armenian-bold': [`${expo}noto-sans-armenian`, './700Bold/NotoSansArmenian_700Bold.ttf'],
  syriac: [`${expo}noto-sans-syriac`, './400Regular/NotoSansSyriac_400Regular.ttf'],
  'syriac-bold': [`${expo}noto-sans-syriac`, './700Bold/NotoSansSyriac_700Bold.ttf'],
  thaana: [`${expo}noto-sans-thaana`, './400Regular/NotoSansThaana_400Regular.ttf'],
  'thaana-bold': [`${expo}noto-sans-thaana`, './700Bold/NotoSansThaana_700Bold.ttf'],
  bengali: [`${expo}noto-sans-bengali`, './400Regular/NotoSansBengali_400Regular.ttf'],
  'bengali-bold': [`${expo}noto-sans-bengali`, './700Bold/NotoSansBengali_700Bold.ttf'],
  gurmukhi: [`${expo}noto-sans-gurmukhi`, './400Regular/NotoSansGurmukhi_400Regular.ttf'],
  'gurmukhi-bold': [`${expo}noto-sans-gurmukhi`, './700Bold/NotoSansGurmukhi_700Bold.ttf'],
  gujarati: [`${expo}noto-sans-gujarati`, './400Regular/NotoSansGujarati_400Regular.ttf'],
  'gujarati-bold': [`${expo}noto-sans-gujarati`, './700Bold/NotoSansGujarati_700Bold.ttf'],
  oriya: [`${expo}noto-sans-oriya`, './400Regular/NotoSansOriya_400Regular.ttf'],
  'oriya-bold': [`${expo}noto-sans-oriya`, './700Bold/NotoSansOriya_700Bold.ttf'],
  tamil: [`${expo}noto-sans-tamil`, './400Regular/NotoSansTamil_400Regular.ttf'],
  'tamil-bold': [`${expo}noto-sans-tamil`, './700Bold/NotoSansTamil_700Bold.ttf'],
  telugu: [`${expo}noto-sans-telugu`, './400Regular/NotoSansTelugu_400Regular.ttf'],
  'telugu-bold': [`${expo}noto-sans-telugu`, './700Bold/NotoSansTelugu_700Bold.ttf'],
  kannada: [`${expo}noto-sans-kannada`, './400Regular/NotoSansKannada_400Regular.ttf'],
  'kannada-bold': [`${expo}noto-sans-kannada`, './700Bold/NotoSansKannada_700Bold.ttf'],
  malayalam: [`${expo}noto-sans-malayalam`, './400Regular/NotoSansMalayalam_400Regular.ttf'],
  'malayalam-bold': [`${expo}noto-sans-malayalam`, './700Bold/NotoSansMalayalam_700Bold.ttf'],
  sinhala: [`${expo}noto-sans-sinhala`, './400Regular/NotoSansSinhala_400Regular.ttf'],
  'sinhala-bold': [`${expo}noto-sans-sinhala`, './700Bold/NotoSansSinhala_700Bold.ttf'],
  thai: [`${expo}noto-sans-thai`, './400Regular/NotoSansThai_400Regular.ttf'],
  'thai-bold': [`${expo}noto-sans-thai`, './700Bold/NotoSansThai_700Bold.ttf'],
  lao: [`${expo}noto-sans-lao`, './400Regular/NotoSansLao_400Regular.ttf'],
  'lao-bold': [`${expo}noto-sans-lao`, './700Bold/NotoSansLao_700Bold.ttf'],
  tibetan: [`${expo}noto-serif-tibetan`, './400Regular/NotoSerifTibetan_400Regular.ttf'],
  'tibetan-bold': [`${expo}noto-serif-tibetan`, './700Bold/NotoSerifTibetan_700Bold.ttf'],
  myanmar: [`${expo}noto-sans-myanmar`, './400Regular/NotoSansMyanmar_400Regular.ttf'],
  'myanmar-bold': [`${expo}noto-sans-myanmar`, './700Bold/NotoSansMyanmar_700Bold.ttf'],
  georgian: [`${expo}noto-sans-georgian`, './400Regular/NotoSansGeorgian_400Regular.ttf'],
  'georgian-bold': [`${expo}noto-sans-georgian`, './700Bold/NotoSansGeorgian_700Bold.ttf'],
  ethiopic: [`${expo}noto-sans-ethiopic`, './400Regular/NotoSansEthiopic_400Regular.ttf'],
  'ethiopic-bold': [`${expo}noto-sans-ethiopic`, './700Bold/NotoSansEthiopic_700Bold.ttf'],
  khmer: [`${expo}noto-sans-khmer`, './400Regular/NotoSansKhmer_400Regular.ttf'],
  'khmer-bold': [`${expo}noto-sans-khmer`, './700Bold/NotoSansKhmer_700Bold.ttf'],
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
