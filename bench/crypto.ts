import { randomBytes } from 'node:crypto'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Decrypter, Encrypter } from 'age-encryption'
import { generateLinkSecret, wrapIdentity } from '../src/lib/split-key/index.ts'
import {
  decryptBytes,
  decryptStream,
  encryptBytes,
  encryptStream,
  generateIdentity,
  openIdentity,
} from '../src/platform/age/index.ts'
import { wrapIdentitySync } from '../src/platform/split-key/index.ts'

/**
 * The cryptography of the server against `age-encryption` (and, for wraps, against WebCrypto) in the same process:
 * rounds alternate, medians count. Usage: `node bench/crypto.ts [rounds]`.
 */
interface Contest {
  readonly name: string
  readonly unit: string
  /** What one call of either side amounts to, in units. */
  readonly unitsPerCall: number
  readonly ours: () => unknown
  readonly peer: () => unknown
}

const rounds = Number(process.argv[2] ?? 5)
const roundMs = 500
const pieceBytes = 64 * 1024
const fileBytes = 64 * 1024 * 1024
const mail = randomBytes(20 * 1024)

const keys = generateIdentity()
const identity = openIdentity(keys.identity)
const piece = randomBytes(pieceBytes)
const sealedPieces = cut(encryptBytes(Buffer.alloc(fileBytes, piece), [keys.recipient]))
const mailFile = encryptBytes(mail, [keys.recipient])
const shares = {
  link: generateLinkSecret(),
  serverShare: randomBytes(32),
  accessKey: new Uint8Array(0),
  context: 'message/recipient',
}

const encrypter = new Encrypter()
encrypter.addRecipient(keys.recipient)
const decrypter = new Decrypter()
decrypter.addIdentity(keys.identity)

function cut(file: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < file.length; at += pieceBytes) pieces.push(file.subarray(at, at + pieceBytes))
  return pieces
}

const plainPieces = Array.from({ length: fileBytes / pieceBytes }, () => piece)
const source = (pieces: readonly Uint8Array[]) => Readable.from(pieces, { objectMode: false })
const webSource = (pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> => {
  const rest = pieces.values()
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { value } = rest.next()
      if (value === undefined) controller.close()
      else controller.enqueue(value)
    },
  })
}
const drain = () => new Writable({ write: (_chunk, _encoding, done) => done() })

const contests: readonly Contest[] = [
  {
    name: 'encrypt a stream of 64 MiB',
    unit: 'MB/s',
    unitsPerCall: fileBytes / 1e6,
    ours: () => pipeline(source(plainPieces), encryptStream([keys.recipient]), drain()),
    peer: async () => (await encrypter.encrypt(webSource(plainPieces))).pipeTo(new WritableStream()),
  },
  {
    name: 'decrypt a stream of 64 MiB',
    unit: 'MB/s',
    unitsPerCall: fileBytes / 1e6,
    ours: () => pipeline(source(sealedPieces), decryptStream([identity]), drain()),
    peer: async () => (await decrypter.decrypt(webSource(sealedPieces))).pipeTo(new WritableStream()),
  },
  {
    name: 'encrypt a mail of 20 KiB (one encapsulation)',
    unit: 'per s',
    unitsPerCall: 1,
    ours: () => encryptBytes(mail, [keys.recipient]),
    peer: () => encrypter.encrypt(mail),
  },
  {
    name: 'decrypt a mail of 20 KiB (one decapsulation)',
    unit: 'per s',
    unitsPerCall: 1,
    ours: () => decryptBytes(mailFile, [identity]),
    peer: () => decrypter.decrypt(mailFile),
  },
  {
    name: 'wrap an identity under a split key (peer: WebCrypto)',
    unit: 'per s',
    unitsPerCall: 1,
    ours: () => wrapIdentitySync(shares, keys.identity),
    peer: () => wrapIdentity(shares, keys.identity),
  },
]

const unitsPerSecond = async (call: () => unknown, unitsPerCall: number): Promise<number> => {
  const start = performance.now()
  let calls = 0
  do {
    await call()
    calls++
  } while (performance.now() - start < roundMs)
  return (calls * unitsPerCall * 1000) / (performance.now() - start)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const run = async ({ name, unit, unitsPerCall, ours, peer }: Contest): Promise<void> => {
  const our: number[] = []
  const their: number[] = []
  await ours()
  await peer()
  for (let round = 0; round < rounds; round++) {
    our.push(await unitsPerSecond(ours, unitsPerCall))
    their.push(await unitsPerSecond(peer, unitsPerCall))
  }
  const ratio = (median(our) / median(their)).toFixed(1)
  console.log(
    `${name}: ours ${median(our).toFixed(0)} ${unit}, peer ${median(their).toFixed(0)} ${unit}, ratio ${ratio}`,
  )
}

for (const contest of contests) await run(contest)
