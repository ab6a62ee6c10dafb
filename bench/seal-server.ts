/** The server side of bench:seal as a process of its own: everything but delivery, so that it accepts, seals and queues. */
import { openSealpost, startSealpost } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { seedPractice, setSmsCheck } from '../test/harness/seed-practice.ts'

const parts = await openSealpost(loadConfig(process.env))
const running = await startSealpost(parts)
const practice = await seedPractice(parts)
await setSmsCheck(parts, practice.organisationId, { address: 'patient@mail.example', number: '+4915112345678' })
process.send?.({
  submissions: running.addresses.submissions,
  user: practice.doctor.address,
  password: practice.doctor.appPassword,
})
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
