/** A page that holds every widget of clients/ui that a kit does the work of, for widgets.test.ts. Not part of the product. */
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import '../../../src/clients/ui/typeface.css'
import '../../../src/clients/ui/tokens.css'
import '../../../src/clients/ui/tokens-work.css'
import '../../../src/clients/ui/page.css'
import { Button } from '../../../src/clients/ui/button.tsx'
import { Dialog } from '../../../src/clients/ui/dialog.tsx'
import type { Language } from '../../../src/clients/ui/formats.ts'
import { PanelButton } from '../../../src/clients/ui/panel-button.tsx'
import { TextField } from '../../../src/clients/ui/text-field.tsx'
import { ToastProvider, useToast } from '../../../src/clients/ui/toast.tsx'
import { declineStyleElement, Widgets } from '../../../src/clients/ui/widgets.tsx'

const paragraphs = Array.from({ length: 60 }, (_none, at) => `Paragraph ${at + 1}: ${'long words '.repeat(20)}`)

function ShownDialog({ onClose, isLong }: { readonly onClose: () => void; readonly isLong: boolean }) {
  const [typed, setTyped] = useState('')
  return (
    <Dialog
      title={isLong ? 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft' : 'A question'}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled onClick={() => document.body.append('pressed although disabled')}>
            Go on
          </Button>
        </>
      }
    >
      <TextField label="Answer" value={typed} onValue={setTyped} />
      {isLong && paragraphs.map((text) => <p key={text}>{text}</p>)}
    </Dialog>
  )
}

function Page({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const tell = useToast()
  const [shown, setShown] = useState<'short' | 'long' | null>(null)
  const [closes, setCloses] = useState(0)
  const close = () => {
    setShown(null)
    setCloses(closes + 1)
  }
  return (
    <main>
      <h1>Widgets</h1>
      <p>Asked to close: {closes}</p>
      <Button onClick={() => setShown('short')}>Open dialog</Button>
      <Button onClick={() => setShown('long')}>Open long dialog</Button>
      <Button onClick={() => onLanguage('de')}>Deutsch</Button>
      <Button onClick={() => tell('Saved.')}>Tell</Button>
      <Button onClick={() => tell('Sent.', 'A subject that goes on and on '.repeat(30))}>Tell at length</Button>
      <PanelButton name="Things to do" opener="Open panel" openerClass={undefined}>
        <Button disabled>Not now</Button>
        <Button onClick={() => tell('Done.')}>Do it</Button>
        <p>{'Unbroken'.repeat(40)}</p>
      </PanelButton>
      {shown !== null && <ShownDialog onClose={close} isLong={shown === 'long'} />}
    </main>
  )
}

function Story() {
  const [language, setLanguage] = useState<Language>('en')
  return (
    <Widgets language={language} texts={{ close: language === 'de' ? 'Schließen' : 'Close' }}>
      <ToastProvider>
        <Page onLanguage={setLanguage} />
      </ToastProvider>
    </Widgets>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the widgets')
declineStyleElement(document)
createRoot(root).render(<Story />)
