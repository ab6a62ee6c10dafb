import type { Clock } from '../../platform/clock/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { JobDefinition, JobPayload } from '../../platform/jobs/jobs.ts'
import { domainOfQueued, dueMails, findDueMails, purgeFinished, type DueMail } from './store.ts'

export const sendTask = 'delivery.send'
export const wakeTask = 'delivery.wake'

const sweepLimit = 2000
const keepFinishedDays = 30
const dayMs = 24 * 3600 * 1000

interface JobDeps {
  readonly database: Database
  readonly clock: Clock
  /** Takes the mail for sending in the background; knowing it already is fine. */
  readonly offer: (mail: DueMail) => void
}

const text = (value: JobPayload[string] | undefined) => (typeof value === 'string' ? value : '')

/**
 * The jobs only wake the dispatcher, so none of them runs long and a slow host never holds a job worker. The table is the
 * truth: whatever a wake-up missed, or a killed process held, the sweep of the next minute finds.
 */
export function deliveryJobs({ database, clock, offer }: JobDeps): readonly JobDefinition[] {
  return [
    {
      task: sendTask,
      async run(payload) {
        const [organisationId, mailId] = [text(payload['organisationId']), text(payload['mailId'])]
        const domain = await database.withOrganisation(organisationId, (tx) => domainOfQueued(tx, mailId))
        if (domain !== undefined) offer({ organisationId, mailId, domain })
      },
    },
    {
      task: wakeTask,
      async run(payload) {
        const organisationId = text(payload['organisationId'])
        const due = { at: clock.now(), limit: sweepLimit }
        const mails = await database.withOrganisation(organisationId, (tx) => dueMails(tx, organisationId, due))
        for (const mail of mails) offer(mail)
      },
    },
    {
      task: 'delivery.sweep',
      cron: '* * * * *',
      async run() {
        const mails = await database.withoutOrganisation((tx) => findDueMails(tx, clock.now(), sweepLimit))
        for (const mail of mails) offer(mail)
      },
    },
    {
      task: 'delivery.purge',
      cron: '17 3 * * *',
      async run() {
        const before = new Date(clock.now().getTime() - keepFinishedDays * dayMs)
        await database.withoutOrganisation((tx) => purgeFinished(tx, before))
      },
    },
  ]
}
