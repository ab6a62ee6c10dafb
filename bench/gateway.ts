/**
 * npm run bench:gateway: how many mails a second become an encrypted ZIP and an encrypted PDF, both opened again and
 * checked, beside 7-Zip and qpdf on the same mails, in alternating rounds; both sides use all cores. The pipeline finds its
 * files on the disk and is given the unencrypted PDF: nothing in it reads the mail, renders it or checks the result. Needs
 * 7z and qpdf. Options: --rounds N, --small N and --large N (mails per round), --only WORD (kinds whose name has it).
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readContent } from '../src/modules/secure/packaging/content/index.ts'
import { createPackaging, type Packaging } from '../src/modules/secure/packaging/index.ts'
import { writePdf } from '../src/lib/pdf/index.ts'
import { createPdfTools } from '../src/platform/pdf-tools/index.ts'
import { createLog } from '../src/platform/log/log.ts'
import { createMetrics } from '../src/platform/metrics/metrics.ts'
import { mailKinds, type MailKind } from './gateway-mails.ts'
import { preparePipeline, type PipelineMail, type Produced } from './peers/zip-and-pdf-programs.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    small: { type: 'string', default: '200' },
    large: { type: 'string', default: '6' },
    only: { type: 'string', default: '' },
  },
})
const rounds = Number(values.rounds)
const lanes = availableParallelism()
const password = 'abcd-efgh-ijkm-2345'
const language = 'de'
const timeZone = 'Europe/Berlin'

interface Side {
  readonly perSecond: number
  readonly megabytesPerSecond: number
  /** Processor time of one mail, which other programs on the machine change less than the clock. */
  readonly cpuMsEach: number
  readonly producedBytes: number
}

async function timed(mails: readonly Uint8Array[], work: () => Promise<Produced>): Promise<Side> {
  const startedAt = performance.now()
  const produced = await work()
  const seconds = (performance.now() - startedAt) / 1000
  const bytes = mails.reduce((sum, mail) => sum + mail.length, 0)
  return {
    perSecond: mails.length / seconds,
    megabytesPerSecond: bytes / 1e6 / seconds,
    cpuMsEach: produced.cpuMs / mails.length,
    producedBytes: produced.bytes,
  }
}

/** Two for each thread, so that none waits for the next one. */
async function packAll(packaging: Packaging, mails: readonly Uint8Array[]): Promise<Produced> {
  const waiting = mails.values()
  const before = process.cpuUsage()
  let bytes = 0
  const lane = async () => {
    for (const content of waiting) {
      const outcome = await packaging.pack({
        content,
        password,
        language,
        timeZone,
        neutralNames: true,
        maxBytes: 100e6,
      })
      if (outcome.kind !== 'packed' || outcome.notes.length > 0) throw new Error('a mail was not packed as a whole')
      bytes += outcome.zip.length + outcome.pdf.length
    }
  }
  await Promise.all(Array.from({ length: 2 * lanes }, lane))
  const { user, system } = process.cpuUsage(before)
  return { bytes, cpuMs: (user + system) / 1000 }
}

const pdfTools = createPdfTools()

async function pipelineMail(original: Uint8Array): Promise<PipelineMail> {
  const content = readContent(original, { language, timeZone, isTextOnly: false })
  const beside = (drawn: ReadonlySet<unknown>) => content.files.filter((file) => !drawn.has(file))
  const { bytes: pdf, drawn } = writePdf(
    {
      ...content.document,
      attachments: (shown) =>
        beside(shown).map(({ name, mediaType, bytes }) => ({ name, mediaType, sizeBytes: bytes.length })),
    },
    { title: content.title, language, original: 'beside', security: null },
    pdfTools,
  )
  return { original, attachments: beside(drawn).map(({ bytes }) => bytes), pdf }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0

const show = (side: Side): string =>
  `${side.perSecond.toFixed(1)}/s, ${side.megabytesPerSecond.toFixed(1)} MB/s, ${side.cpuMsEach.toFixed(1)} ms of processor each`

async function compare(kind: MailKind, packaging: Packaging): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-gateway-'))
  try {
    const first = kind.make()
    const count = Number(first.length > 1e6 ? values.large : values.small)
    const mails = [first, ...Array.from({ length: count - 1 }, kind.make)]
    const pipeline = await preparePipeline(folder, await Promise.all(mails.map(pipelineMail)), lanes)
    console.log(`\n${kind.name}: ${count} mails of about ${(first.length / 1e3).toFixed(0)} kB a round`)
    await packAll(packaging, mails)
    await pipeline.run()
    const results: Round[] = []
    for (let round = 1; round <= rounds; round++) {
      const ours = await timed(mails, () => packAll(packaging, mails))
      const theirs = await timed(mails, () => pipeline.run())
      results.push({ ours, theirs })
      const ratio = (ours.perSecond / theirs.perSecond).toFixed(2)
      const load = loadavg()[0]?.toFixed(1)
      console.log(`round ${round}: Sealpost ${show(ours)}, 7z and qpdf ${show(theirs)}, ratio ${ratio}, load ${load}`)
    }
    report(kind, results)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Round {
  readonly ours: Side
  readonly theirs: Side
}

function report(kind: MailKind, results: readonly Round[]): void {
  const middle = (value: (round: Round) => number) => median(results.map(value))
  const side = (of: (round: Round) => Side): string =>
    show({
      perSecond: middle((round) => of(round).perSecond),
      megabytesPerSecond: middle((round) => of(round).megabytesPerSecond),
      cpuMsEach: middle((round) => of(round).cpuMsEach),
      producedBytes: 0,
    })
  const ratio = middle(({ ours, theirs }) => ours.perSecond / theirs.perSecond).toFixed(2)
  const cpuRatio = middle(({ ours, theirs }) => theirs.cpuMsEach / ours.cpuMsEach).toFixed(2)
  const sizes = middle(({ ours, theirs }) => ours.producedBytes / theirs.producedBytes).toFixed(2)
  console.log(`median: Sealpost ${side(({ ours }) => ours)}; 7z and qpdf ${side(({ theirs }) => theirs)}`)
  console.log(
    `median: ratio ${ratio} (${kind.goal === null ? 'no goal' : `goal: at least ${kind.goal}`}), of processor time ${cpuRatio}; bytes made, ours to theirs: ${sizes}`,
  )
}

const [cpu] = cpus()
console.log(`machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}; ${lanes} mails at once on either side`)
console.log(
  'the pipeline is given its PDF, unencrypted, for free: it was rendered by our writer before the clock started',
)
const packaging = createPackaging({ log: createLog('warn'), metrics: createMetrics() })
try {
  for (const kind of mailKinds.filter(({ name }) => name.includes(values.only))) await compare(kind, packaging)
} finally {
  await packaging.stop()
}
