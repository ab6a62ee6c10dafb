import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { LossReason } from '../../../platform/workers/worker-thread.ts'

/** The numbers an operator watches. Second tries and lost threads are how hostile mail shows. */
export interface PackagingMetrics {
  ended(outcome: 'packed' | 'too-large' | 'failed' | 'busy', seconds: number): void
  secondTry(): void
  threadLost(reason: LossReason): void
  waiting(count: number): void
}

export function createPackagingMetrics(metrics: Metrics): PackagingMetrics {
  const packages = metrics.counter('sealpost_packages_total', 'Encrypted packages, by outcome', ['outcome'])
  const seconds = metrics.histogram('sealpost_package_seconds', 'Time a package took, waiting included')
  const secondTries = metrics.counter('sealpost_package_second_tries_total', 'Packages tried again with the text only')
  const lost = metrics.counter('sealpost_package_threads_lost_total', 'Packing threads that ended, by reason', [
    'reason',
  ])
  const waiting = metrics.gauge('sealpost_packages_waiting', 'Messages that wait for a packing thread')
  return {
    ended: (outcome, tookSeconds) => {
      packages.inc({ outcome })
      seconds.observe(tookSeconds)
    },
    secondTry: () => secondTries.inc(),
    threadLost: (reason) => lost.inc({ reason }),
    waiting: (count) => waiting.set(count),
  }
}
