import { ids } from '../../../contract/identifiers.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Database } from '../../../platform/database/database.ts'
import type { JobDefinition } from '../../../platform/jobs/jobs.ts'
import { domainOfQueued, dueMails, purgeFinished, type DueMail, type DueMailOfDomain } from './store.ts'
import type { StsPolicies } from './mta-sts/policies.ts'
import { sweepLimit, type Sweeper } from './sweeper.ts'

export const sendTask = 'delivery.send'
export const wakeTask = 'delivery.wake'

const keepFinishedDays = 30
const dayMs = 24 * 3600 * 1000

export interface JobDeps {
  readonly database: Database
  readonly clock: Clock
  /** Takes the mail for sending in the background; knowing it already is fine. */
  readonly offer: (mail: DueMailOfDomain, isUrgent?: boolean) => void
  /** Set when all mail goes to one host, so that no domain need be looked up. */
  readonly isSmarthost: boolean
  readonly sweeper: Sweeper
  readonly policies: StsPolicies
}

async function sendNow(deps: JobDeps, mail: DueMail, isUrgent: boolean): Promise<void> {
  deps.sweeper.start()
  const domain = deps.isSmarthost
    ? ''
    : await deps.database.withOrganisation(mail.organisationId, (tx) => domainOfQueued(tx, mail.mailId))
  if (domain !== undefined) deps.offer({ ...mail, domain }, isUrgent)
}

async function wake({ database, clock, offer }: JobDeps, organisationId: OrganisationId): Promise<void> {
  const due = { at: clock.now(), limit: sweepLimit }
  const mails = await database.withOrganisation(organisationId, (tx) => dueMails(tx, organisationId, due))
  for (const mail of mails) offer(mail)
}

/**
 * One look at an organisation's queue at a time: each of hundreds of wake-ups a second would otherwise read the same long
 * queue. A wake-up that comes meanwhile is answered by another look right after.
 */
function wakeInTurn(deps: JobDeps): (organisationId: OrganisationId) => Promise<void> {
  const isWantedAgain = new Map<string, boolean>()
  return async (organisationId) => {
    if (isWantedAgain.has(organisationId)) {
      isWantedAgain.set(organisationId, true)
      return
    }
    try {
      do {
        isWantedAgain.set(organisationId, false)
        await wake(deps, organisationId)
      } while (isWantedAgain.get(organisationId) === true)
    } finally {
      isWantedAgain.delete(organisationId)
    }
  }
}

/**
 * The jobs only wake the dispatcher, so none of them runs long and a slow host never holds a job worker. The table is the
 * truth: whatever a wake-up missed, or a killed process held, the next sweep finds.
 */
export function deliveryJobs(deps: JobDeps): readonly JobDefinition[] {
  const wakeUp = wakeInTurn(deps)
  return [
    {
      task: sendTask,
      run: (payload) => {
        const mail = {
          organisationId: ids.organisation.parse(payload['organisationId']),
          mailId: ids.mail.parse(payload['mailId']),
        }
        return sendNow(deps, mail, payload['urgent'] === true)
      },
    },
    { task: wakeTask, run: (payload) => wakeUp(ids.organisation.parse(payload['organisationId'])) },
    { task: 'delivery.sweep', cron: '* * * * *', run: deps.sweeper.sweep },
    { task: 'delivery.refresh-policies', cron: '23 */6 * * *', run: deps.policies.refresh },
    {
      task: 'delivery.purge',
      cron: '17 3 * * *',
      async run() {
        const before = new Date(deps.clock.now().getTime() - keepFinishedDays * dayMs)
        await deps.database.withoutOrganisation((tx) => purgeFinished(tx, before))
      },
    },
  ]
}
