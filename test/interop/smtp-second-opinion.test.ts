/**
 * Random sequences of commands are played to our submission server and to Debian's Postfix, and the classes of the replies
 * compared. A few in every run; `npm run test:smtp` plays 2,000. Postfix needs root.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostfix, type PostfixPeer } from '../../bench/peers/postfix.ts'
import { freePort } from '../harness/free-port.ts'
import { connectSmtp, type SmtpClient } from '../harness/smtp-client.ts'
import { relay, startSmtpWorld, type SmtpWorld } from '../harness/smtp-world.ts'
import { compareServers, type Difference } from './smtp-second-opinion/compare-servers.ts'
import { explainedDifferences } from './smtp-second-opinion/explained-differences.ts'
import { randomSequence, type Sequence } from './smtp-second-opinion/random-sequence.ts'

const many = 2000
const sequences = Number(process.env['SEALPOST_TEST_SMTP_SEQUENCES'] ?? 150)
const lanes = 4
const isRoot = process.getuid?.() === 0

/** By the standard where Postfix can be told so, and without limits that would end a sequence early. */
const settings = [
  'strict_rfc821_envelopes = yes',
  'smtpd_helo_required = yes',
  'smtpd_error_sleep_time = 0',
  'smtpd_soft_error_limit = 1000',
  'smtpd_hard_error_limit = 1000',
  'smtpd_junk_command_limit = 1000',
  'message_size_limit = 52428800',
]

const nameOf = ({ kind, ours, theirs }: Difference) => `${kind}: Sealpost ${ours}, Postfix ${theirs}`

describe.skipIf(!isRoot)('beside Postfix', { timeout: 900_000 }, () => {
  let world: SmtpWorld
  let postfix: PostfixPeer
  let startTlsPort = 0
  beforeAll(async () => {
    startTlsPort = await freePort()
    postfix = await startPostfix(await freePort(), { startTlsPort, settings })
    const limits = { maxErrors: 1000, maxCommandsBeforeSignIn: 1000, maxConnectionsPerNetwork: 1000 }
    world = await startSmtpWorld({ limits })
  }, 60_000)
  afterAll(async () => {
    await world.stop()
    await postfix.stop()
  })

  const greeted = async (port: number, tls: boolean): Promise<SmtpClient> => {
    const client = await connectSmtp({ port, tls })
    await client.reply()
    return client
  }
  const open = async ({ where }: Sequence): Promise<readonly [SmtpClient, SmtpClient]> => {
    if (where === 'clear') return [await greeted(world.port, false), await greeted(startTlsPort, false)]
    const theirs = await greeted(postfix.port, true)
    await theirs.command('EHLO client.example')
    return [await world.signedIn(relay), theirs]
  }

  test(`${sequences} random sequences differ in explained ways only`, async () => {
    const met = new Map<string, number>()
    let compared = 0
    let next = 1
    const lane = async () => {
      while (next <= sequences) {
        const sequence = randomSequence(next++)
        const [ours, theirs] = await open(sequence)
        const comparison = await compareServers(sequence, ours, theirs)
        ours.destroy()
        theirs.destroy()
        compared += comparison.compared
        for (const name of comparison.differences.map(nameOf)) met.set(name, (met.get(name) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    const explained = new Set(explainedDifferences.map(nameOf))
    const unexplained = [...met].filter(([name]) => !explained.has(name)).map(([name, times]) => `${name} (${times})`)
    expect(compared).toBeGreaterThan(5 * sequences)
    expect(unexplained.toSorted()).toEqual([])
    // An explanation that nothing needs any more goes.
    if (sequences >= many) expect([...explained].filter((name) => !met.has(name))).toEqual([])
  })
})

test('the same seed gives the same sequence, and each holds something to compare', () => {
  expect(randomSequence(7)).toEqual(randomSequence(7))
  expect(randomSequence(7)).not.toEqual(randomSequence(8))
  for (let seed = 1; seed <= 200; seed++) expect(randomSequence(seed).groups.length).toBeGreaterThan(2)
})
