import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/typeface.css'
import '../ui/tokens.css'
import '../ui/page.css'
import { applyBrandColour } from '../ui/apply-brand-colour.ts'
import { DemoPage } from './demo-page.tsx'
import { LanguageProvider } from './texts/language.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the demo')

applyBrandColour('#1f5f8b', document.documentElement)
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <DemoPage />
    </LanguageProvider>
  </StrictMode>,
)
