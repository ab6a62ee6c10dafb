import { submissionCodes } from '../../../contract/errors/submission.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Listener, ModuleWith } from '../../../platform/module/module.ts'
import { loadTlsPair } from '../../../platform/tls/tls-pair.ts'
import { createSubmission, type Submission } from './create-submission.ts'
import { wireSubmission, type SubmissionNeighbours } from './wire.ts'

type Neighbours = Omit<SubmissionNeighbours, 'config'> & { readonly config: Config }

/** Two ports over one set of limits; the certificate is read when the first is opened. */
export function submissionModule(neighbours: Neighbours): ModuleWith<'listeners' | 'errors'> {
  const { config } = neighbours
  let made: Promise<Submission> | undefined
  const make = async () => createSubmission({ ...wireSubmission(neighbours), tls: await loadTlsPair(config) })
  const submission = () => (made ??= make())
  const portOf = (name: 'submission' | 'submissions'): Omit<Listener, 'setting' | 'port'> => ({
    name,
    service: 'submission',
    open: async ({ host, port }) => {
      const ports = await (await submission()).listen({ host, submission: null, submissions: null, [name]: port })
      return ports[name]
    },
    // One that could not be made was reported by `open`.
    close: async () => (await made?.catch(() => undefined))?.stop(),
  })
  return {
    name: 'submission',
    errors: submissionCodes,
    listeners: [
      { ...portOf('submission'), setting: 'SEALPOST_SUBMISSION_PORT', port: config.SEALPOST_SUBMISSION_PORT },
      { ...portOf('submissions'), setting: 'SEALPOST_SUBMISSIONS_PORT', port: config.SEALPOST_SUBMISSIONS_PORT },
    ],
  }
}
