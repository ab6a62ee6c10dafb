import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/typeface.css'
import '../ui/tokens.css'
import '../ui/tokens-work.css'
import '../ui/page.css'
import './app/web.css'
import { applyAppearance, keptAppearance } from '../ui/appearance.ts'
import { declineStyleElement } from '../ui/widgets.tsx'
import { WebApp } from './app/web-app.tsx'
import { WebSession } from './session/web-session.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the app')

applyAppearance(keptAppearance(), document.documentElement)
declineStyleElement(document)
const session = new WebSession()
void session.restore()
createRoot(root).render(
  <StrictMode>
    <WebApp session={session} />
  </StrictMode>,
)
