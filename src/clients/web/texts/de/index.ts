import { app } from './app.ts'
import { completion } from './completion.ts'
import { frame } from './frame.ts'
import { inbox } from './inbox.ts'
import { message } from './message.ts'
import { organisation } from './organisation.ts'
import { problems } from './problems.ts'
import { recipients } from './recipients.ts'
import { recovery } from './recovery.ts'
import { search } from './search.ts'
import { sent } from './sent.ts'
import { session } from './session.ts'
import { programSteps } from './set-up-steps.ts'
import { setUp } from './set-up.ts'
import { settings } from './settings.ts'
import { todo } from './todo.ts'

export const german = {
  app,
  completion,
  frame,
  inbox,
  message,
  organisation,
  problems,
  recipients,
  recovery,
  search,
  sent,
  session,
  settings,
  setUp,
  programSteps,
  todo,
}
