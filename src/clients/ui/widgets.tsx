import './widgets.css'
import { createContext, useContext, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import type { Language } from './formats.ts'

/** Words that widgets say by themselves, in the language of the client. */
export interface WidgetTexts {
  readonly close: string
}

const locales = { de: 'de-DE', en: 'en-US' } as const satisfies Record<Language, string>
const Context = createContext<WidgetTexts>({ close: '' })

interface WidgetsProps {
  readonly language: Language
  readonly texts: WidgetTexts
  readonly children: ReactNode
}

/** Goes around a client that uses dialogs, panels and toasts of this folder. The portal does without: they bring a kit along. */
export function Widgets({ language, texts, children }: WidgetsProps) {
  return (
    <I18nProvider locale={locales[language]}>
      <Context value={texts}>{children}</Context>
    </I18nProvider>
  )
}

export const useWidgetTexts = (): WidgetTexts => useContext(Context)

/**
 * The kit puts a style element into a page that has no element of this id, and the policy refuses it. Here is one that
 * does nothing; its rule is in widgets.css. To be called before the first render.
 */
export function declineStyleElement(page: Document): void {
  const mark = page.createElement('meta')
  mark.id = 'react-aria-pressable-style'
  page.head.append(mark)
}
