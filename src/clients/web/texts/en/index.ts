import { app } from './app.ts'
import { completion } from './completion.ts'
import { inbox } from './inbox.ts'
import { message } from './message.ts'
import { organisation } from './organisation.ts'
import { problems } from './problems.ts'
import { recipients } from './recipients.ts'
import { recovery } from './recovery.ts'
import { sent } from './sent.ts'
import { session } from './session.ts'
import { programSteps } from './set-up-steps.ts'
import { setUp } from './set-up.ts'
import { settings } from './settings.ts'

export const english = {
  app,
  completion,
  inbox,
  message,
  organisation,
  problems,
  recipients,
  recovery,
  sent,
  session,
  settings,
  setUp,
  programSteps,
}
