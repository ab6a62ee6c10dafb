/**
 * bench:backup: a backup of many gigabytes into a folder, a second one after a percent was added, and a restore to the first
 * moment; each with its rate and the memory of its process. Beside it Debian's `tar` and `age` over the same blobs, in
 * alternating rounds. The database's own processes are not counted.
 *
 *   npm run bench:backup -- --gigabytes 20 --rounds 1
 */
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSealpost, type Parts } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { createLog } from '../src/platform/log/log.ts'

const { values } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string', default: tmpdir() },
  },
})
const gigabytes = Number(values.gigabytes)
const rounds = Number(values.rounds)
const mega = 1_000_000
/** Of each gigabyte: scans and videos as blobs, ordinary mails as rows. */
const [blobBytes, rowBytes, rowShare] = [5 * mega, 40_000, 0.1]
const launcher = join(import.meta.dirname, '..', 'bin', 'sealpost.js')

interface Took {
  readonly seconds: number
  /** Greatest resident memory of the process. */
  readonly peakBytes: number
  readonly output: string
}

async function watched(program: string, words: readonly string[], env: Record<string, string> = {}): Promise<Took> {
  const started = performance.now()
  const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
  let peakBytes = 0
  const look = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8')
      .then((text) => (peakBytes = Math.max(peakBytes, Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024)))
      .catch(() => undefined)
  }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}`)
  return { seconds: (performance.now() - started) / 1000, peakBytes, output }
}

async function fill(parts: Parts, bytes: number): Promise<void> {
  const blob = randomBytes(blobBytes)
  for (let stored = 0; stored < bytes * (1 - rowShare); stored += blobBytes) {
    blob.writeBigUInt64LE(BigInt(stored))
    await parts.blobs.put(randomUUID(), blob)
  }
  for (let stored = 0; stored < bytes * rowShare; stored += rowBytes * 100)
    await parts.database.ownerPool.query(
      `insert into sealpost.small_contents (organisation_id, id, sealed)
       select $1, gen_random_uuid(), $2::bytea from generate_series(1, 100)`,
      [randomUUID(), randomBytes(rowBytes)],
    )
}

async function withParts(dataDir: string, work: (parts: Parts) => Promise<void>): Promise<void> {
  const parts = await openSealpost(loadConfig({ SEALPOST_DATA_DIR: dataDir }), { log: createLog('silent') })
  try {
    await work(parts)
  } finally {
    await parts.close()
  }
}

const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const folder = await mkdtemp(join(values.folder, 'bench-backup-'))
const inside = (name: string) => join(folder, name)

function report(what: string, { seconds, peakBytes, output }: Took, bytes: number): void {
  const rate = Math.round(bytes / mega / seconds)
  console.log(`${what}: ${seconds.toFixed(1)} s, ${rate} MB/s, at most ${Math.round(peakBytes / mega)} MB in memory`)
  if (output !== '') console.log(`  ${output.trim()}`)
}

try {
  const [data, target] = [inside('data'), inside('target')]
  // Of the kind that Debian's age knows.
  const { output: identity } = await watched('age-keygen', [])
  const recipient = /^# public key: (age1\w+)$/m.exec(identity)?.[1] ?? ''
  await writeFile(inside('identity'), identity)
  console.log(`filling ${gigabytes} GB …`)
  await withParts(data, (parts) => fill(parts, gigabytes * 1e9))
  const node = (words: readonly string[], dataDir: string) =>
    watched(process.execPath, [launcher, ...words, '--json'], { SEALPOST_DATA_DIR: dataDir })
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    await rm(inside('backups'), { recursive: true, force: true })
    const took = await node(['backup', '--into', inside('backups'), '--to', recipient], data)
    report('first backup', took, gigabytes * 1e9)
    ours.push((gigabytes * 1e9) / took.seconds)
    const script = `tar cf - -C "${data}" blobs | age -r ${recipient} -o "${inside('peer.age')}" && sync "${inside('peer.age')}"`
    const peer = await watched('sh', ['-c', script])
    report('tar and age, blobs only', { ...peer, peakBytes: 0 }, gigabytes * 1e9 * (1 - rowShare))
    theirs.push((gigabytes * 1e9 * (1 - rowShare)) / peer.seconds)
    await rm(inside('peer.age'), { force: true })
  }
  const moment = new Date().toISOString()
  await withParts(data, (parts) => fill(parts, gigabytes * 1e7))
  report(
    'second backup, one percent more',
    await node(['backup', '--into', inside('backups'), '--to', recipient], data),
    gigabytes * 1e7,
  )
  await rm(inside('data/blobs'), { recursive: true })
  await mkdir(target)
  await copyFile(join(data, 'secret'), join(target, 'secret'))
  const words = ['restore', '--from', inside('backups'), '--at', moment, '--identity-file', inside('identity')]
  report('restore to the first moment', await node(words, target), gigabytes * 1e9)
  console.log(`rate beside tar and age: ${(median(ours) / median(theirs)).toFixed(2)}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
