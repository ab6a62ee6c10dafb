import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/typeface.css'
import '../ui/tokens.css'
import '../ui/page.css'
import { App } from './app.tsx'
import { arrival } from './first-request.ts'
import { LanguageProvider } from './language.tsx'
import { PortalSession } from './session/portal-session.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
const session = new PortalSession(arrival)
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App session={session} />
    </LanguageProvider>
  </StrictMode>,
)
