import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { applyBrandColour } from '../../ui/apply-brand-colour.ts'
import { Button } from '../../ui/button.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ToastProvider } from '../../ui/toast.tsx'
import { Widgets } from '../../ui/widgets.tsx'
import type { WebSession } from '../session/web-session.ts'
import { LanguageProvider, useLanguage } from '../texts/language.tsx'
import { Entrance } from '../frame/entrance.tsx'
import { createWebQueryClient } from './query-client.ts'
import { router } from './router.tsx'
import { SessionContext, useSession, useSessionState } from './use-session.ts'

/** The whole web app around one session. */
export function WebApp({ session }: { readonly session: WebSession }) {
  const [queryClient] = useState(() => createWebQueryClient(session))
  return (
    <LanguageProvider>
      <SessionContext value={session}>
        <QueryClientProvider client={queryClient}>
          <InLanguage>
            <Pages />
          </InLanguage>
        </QueryClientProvider>
      </SessionContext>
    </LanguageProvider>
  )
}

function InLanguage({ children }: { readonly children: ReactNode }) {
  const { language, t } = useLanguage()
  return (
    <Widgets language={language} texts={{ close: t.app.close }}>
      <ToastProvider>{children}</ToastProvider>
    </Widgets>
  )
}

/** Decides what can be shown before any page: whether somebody is signed in is not known at first. */
function Pages() {
  const state = useSessionState()
  const session = useSession()
  const { t } = useLanguage()
  const colour = state.kind === 'signed-in' ? state.view.branding.primaryColour : null
  useEffect(() => {
    if (colour !== null) applyBrandColour(colour, document.documentElement)
  }, [colour])
  if (state.kind === 'starting') {
    return (
      <Entrance>
        <Busy>{t.app.loading}</Busy>
      </Entrance>
    )
  }
  if (state.kind === 'unreachable') {
    return (
      <Entrance title={t.session.unreachableTitle}>
        <p>{t.session.unreachableText}</p>
        <Button kind="primary" onClick={() => void session.restore()}>
          {t.app.tryAgain}
        </Button>
      </Entrance>
    )
  }
  return <RouterProvider router={router} />
}
