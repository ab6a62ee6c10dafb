import { Segments } from '../../ui/segments.tsx'
import { languageNames } from '../../ui/language-choice.ts'
import { useLanguage } from '../texts/language.tsx'

const segments = (['de', 'en'] as const).map((code) => ({ value: code, label: languageNames[code], lang: code }))

/** Both languages by their own names. */
export function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage()
  return <Segments name={t.app.language} segments={segments} value={language} onChoose={setLanguage} />
}
