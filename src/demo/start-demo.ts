import { join } from 'node:path'
import type { DemoPractice } from '../contract/demo.ts'
import { openSealpost, startSealpost, type Parts } from '../main.ts'
import { loadConfig, type Config } from '../platform/config/load-config.ts'
import type { HttpServer } from '../platform/http/http-server.ts'
import { loadTlsPair } from '../platform/tls/tls-pair.ts'
import { doctor, enclosure, patients, practice as cast, receptionist } from './demo-cast.ts'
import { registerDemoRoutes } from './demo-routes.ts'
import { demoSettings, type DemoEnvironment } from './demo-settings.ts'
import { openMailShelf, type MailShelf } from './mail-shelf.ts'
import { startMailSink } from './mail-sink.ts'
import { seedPractice, type Seeded } from './seed-practice.ts'

export interface RunningDemo {
  readonly config: Config
  readonly practice: DemoPractice
  /** About ports that were taken. */
  readonly notes: readonly string[]
  stop(): Promise<void>
}

function describePractice(config: Config, seeded: Seeded): DemoPractice {
  const accounts = [doctor, receptionist].map(({ name, address, password }) => ({
    name,
    address,
    password,
    appPassword: seeded.appPasswords[address] ?? '',
  }))
  return {
    organisation: cast.name,
    accounts,
    patients: [...patients],
    enclosure: enclosure.name,
    publicUrl: config.publicUrl,
    submission: {
      host: '127.0.0.1',
      startTlsPort: config.SEALPOST_SUBMISSION_PORT,
      tlsPort: config.SEALPOST_SUBMISSIONS_PORT,
    },
  }
}

/** The practice and what its page needs; closes what it was given when that fails. */
async function preparePractice(parts: Parts) {
  const { config, sms } = parts
  try {
    const seeded = await seedPractice(parts)
    const practice = describePractice(config, seeded)
    const folder = join(config.dataDir, 'caught-mails')
    const shelf = await openMailShelf({ ...parts, folder, publicUrl: config.publicUrl })
    const submitter = {
      port: config.SEALPOST_SUBMISSION_PORT,
      appPassword: seeded.appPasswords[doctor.address] ?? '',
      tls: await loadTlsPair(config),
    }
    return { practice, shelf, sms, submitter }
  } catch (error) {
    await parts.close()
    throw error
  }
}

/** Starts everything in this process: database, server, and an SMTP server that stands for the world outside. */
export async function startDemo(given: DemoEnvironment, progress: (text: string) => void): Promise<RunningDemo> {
  const late: { shelf?: MailShelf } = {}
  const sink = await startMailSink(async (mail) => {
    if (late.shelf === undefined) throw new Error('the demo is still starting')
    await late.shelf.keep(mail)
  })
  try {
    const { environment, notes } = await demoSettings(given, sink.port)
    const config = loadConfig(environment)
    progress(`opening the database in ${config.dataDir} …`)
    const parts = await openSealpost(config)
    progress('preparing the practice …')
    const prepared = await preparePractice(parts)
    late.shelf = prepared.shelf
    const extend = (server: HttpServer) => registerDemoRoutes(server, prepared)
    const running = await startSealpost(parts, { extend })
    const stop = async () => {
      await running.stop()
      await sink.close()
    }
    return { config, notes, practice: prepared.practice, stop }
  } catch (error) {
    await sink.close()
    throw error
  }
}
