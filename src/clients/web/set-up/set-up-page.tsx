import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { SetUpView } from '../../../contract/set-up.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../frame/page.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { BackLink } from '../controls/back-link.tsx'
import { Busy } from '../../ui/busy.tsx'
import { Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import { MakePassword } from './make-password.tsx'
import { PhonePanel } from './phone-panel.tsx'
import { ProgramChoice, Tiles } from './program-choice.tsx'
import { guessProgram, type Program } from './program.ts'
import { setUpQuery } from './queries.ts'
import { StepList } from './step-list.tsx'
import styles from './set-up-page.module.css'

/** From the choice of a program to a test message, with the account's own values in every step. */
export function SetUpPage({ program }: { readonly program: Program | null }) {
  const { t } = useLanguage()
  const view = useQuery(setUpQuery)
  const navigate = useNavigate()
  const [guessed] = useState(() => guessProgram(navigator.userAgent, navigator.maxTouchPoints))
  const chosen = program ?? guessed
  const choose = (next: Program) =>
    void navigate({ to: '/settings/set-up', search: { program: next }, replace: true, resetScroll: false })
  return (
    <Page intro={t.setUp.intro} before={<BackLink to="/settings">{t.settings.title}</BackLink>}>
      <ProblemNotice error={view.error} onRetry={() => void view.refetch()} />
      {view.isPending && <Busy>{t.app.loading}</Busy>}
      {view.isSuccess && (
        <div className={styles.sections}>
          <ProgramChoice chosen={chosen} onChoose={choose} />
          <Guide key={chosen} program={chosen} view={view.data} />
          <PhonePanel />
          <RecordsLink />
        </div>
      )}
    </Page>
  )
}

function Guide({ program, view }: { readonly program: Program; readonly view: SetUpView }) {
  const { t } = useLanguage()
  const texts = t.setUp
  const { title, warning, existing, fresh } = t.programSteps[program]
  const [isFresh, setIsFresh] = useState(false)
  const hasBoth = fresh !== null && view.incoming !== null
  return (
    <>
      {warning !== null && <Notice kind="warning">{warning}</Notice>}
      {hasBoth ? (
        <Situation isFresh={isFresh} onChoose={setIsFresh} />
      ) : (
        view.incoming === null && <Notice kind="info">{texts.incomingUnknown}</Notice>
      )}
      <Panel id="app-password" title={texts.passwordTitle}>
        <MakePassword programTitle={title} />
      </Panel>
      <Panel id="steps" title={texts.stepsTitle(title)}>
        <StepList steps={hasBoth && isFresh ? fresh : existing} view={view} />
        <p className={styles.muted}>{texts.stepsNote}</p>
      </Panel>
      <Panel id="test" title={texts.testTitle}>
        <p>
          {texts.testText} <Link to="/sent">{texts.testLink}</Link>
        </p>
        <h3>{texts.problemsTitle}</h3>
        <ul className={styles.rules}>
          {texts.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Panel>
    </>
  )
}

interface SituationProps {
  readonly isFresh: boolean
  readonly onChoose: (isFresh: boolean) => void
}

function Situation({ isFresh, onChoose }: SituationProps) {
  const { t } = useLanguage()
  const texts = t.setUp
  return (
    <Tiles
      legend={texts.situation}
      group="situation"
      options={[
        { value: 'existing', title: texts.existing, text: texts.existingText },
        { value: 'fresh', title: texts.fresh, text: texts.freshText },
      ]}
      chosen={isFresh ? 'fresh' : 'existing'}
      onChoose={(value) => onChoose(value === 'fresh')}
    />
  )
}

function RecordsLink() {
  const { t } = useLanguage()
  const { isAdmin } = useSignedIn().view.account
  if (!isAdmin) return null
  return (
    <p>
      <Link to="/settings/set-up/records">{t.setUp.recordsLink}</Link>
    </p>
  )
}
