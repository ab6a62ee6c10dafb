import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import { eraseOldPasswords } from './commands/erase-passwords.ts'
import { expireMessages } from './commands/expire-messages.ts'
import { findLostAccess } from './commands/find-lost-access.ts'
import { moveShares, moveSharesTask } from './commands/move-shares.ts'
import { sweepContents } from './commands/sweep-contents.ts'
import { dispatchMessage, dispatchTask, dispatchThroughPortal, targetOf } from './dispatch/dispatch-message.ts'
import { removeContent, removeContentTask, sweepPackages } from './dispatch/end-copies.ts'
import { sweepDispatches } from './dispatch/sweep-dispatches.ts'
import type { SealingDeps } from './ports.ts'

/** What runs later. A message that cannot be packed in all its attempts takes the portal. */
export function sealingJobs(deps: SealingDeps): readonly JobDefinition[] {
  return [
    {
      task: dispatchTask,
      run: (payload) => dispatchMessage(deps, targetOf(payload)),
      onFinalFailure: (payload) => dispatchThroughPortal(deps, targetOf(payload)),
    },
    { task: removeContentTask, run: (payload) => removeContent(deps, payload) },
    { task: 'sealing.erase-passwords', cron: '*/5 * * * *', run: async () => void (await eraseOldPasswords(deps)) },
    { task: moveSharesTask, run: async () => void (await moveShares(deps)) },
    { task: 'sealing.find-lost-access', cron: '27 4 * * *', run: async () => void (await findLostAccess(deps)) },
    { task: 'sealing.expire', cron: '* * * * *', run: async () => void (await expireMessages(deps)) },
    { task: 'sealing.sweep-contents', cron: '17 3 * * *', run: async () => void (await sweepContents(deps)) },
    { task: 'sealing.sweep-dispatches', cron: '47 * * * *', run: async () => void (await sweepDispatches(deps)) },
    { task: 'sealing.sweep-packages', cron: '37 3 * * *', run: async () => void (await sweepPackages(deps)) },
  ]
}
