import { readFile } from 'node:fs/promises'
import { pipeline, Readable, type Transform } from 'node:stream'
import { Decrypter, Encrypter } from 'age-encryption'
import { AppError } from '../../contract/errors/app-error.ts'
import { AgeError, decryptStream, encryptPieces, startFile, vouchFor } from '../../platform/age/index.ts'
import { readSecretFile } from '../read-secret-file.ts'
import type { Shell } from '../shell.ts'
import { damagedArchive } from './tar-format.ts'
import { toWebStream } from './web-stream.ts'

const minPassphraseCharacters = 12

type Bytes = AsyncIterable<Uint8Array>
export type Seal = (plain: Bytes) => Promise<Bytes>

/** A failing source ends the result with its error. */
function through(transform: Transform, source: Bytes): Bytes {
  pipeline(Readable.from(source), transform, () => undefined)
  return transform
}

async function readPassphrase(path: string, shell: Pick<Shell, 'input'>): Promise<string> {
  const passphrase = await readSecretFile(path, 'passphrase', shell)
  if ([...passphrase].length >= minPassphraseCharacters) return passphrase
  throw new AppError(
    'invalid',
    'backup.passphrase-weak',
    `the passphrase is too short: choose at least ${minPassphraseCharacters} characters`,
  )
}

function exactlyOne(first: unknown, second: unknown, names: string): void {
  if ((first === undefined) === (second === undefined))
    throw new AppError('invalid', 'backup.one-key', `give exactly one of ${names}`)
}

/** Encrypts a backup to age recipients, or with a passphrase; unusable keys are refused before anything is read. */
export async function chooseSeal(
  given: { readonly to: readonly string[] | undefined; readonly passphraseFile: string | undefined },
  shell: Pick<Shell, 'input'>,
): Promise<Seal> {
  exactlyOne(given.to, given.passphraseFile, '--to RECIPIENT and --passphrase-file FILE')
  if (given.passphraseFile !== undefined) {
    const encrypter = new Encrypter()
    encrypter.setPassphrase(await readPassphrase(given.passphraseFile, shell))
    return async (plain) => encrypter.encrypt(toWebStream(plain))
  }
  try {
    const targets = (given.to ?? []).map(vouchFor)
    // Once now, because that is what refuses a recipient that is none.
    startFile(targets)
    return async (plain) => encryptPieces(targets, plain)
  } catch (error) {
    throw new AppError('invalid', 'backup.bad-recipient', 'a recipient is written age1… or age1pq1…', { cause: error })
  }
}

const wrongKey = (cause: unknown) =>
  new AppError('refused', 'backup.wrong-key', 'the backup does not open with this key', { cause })

/** Decryption ends with an error unless the file was whole. */
async function* translateErrors(stream: Bytes): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    if (error instanceof AgeError && error.code === 'age.identity.no-match') throw wrongKey(error)
    throw error instanceof AgeError ? damagedArchive(error) : error
  }
}

async function* openWithPassphrase(sealed: Bytes, passphrase: string): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  const plain = await decrypter.decrypt(toWebStream(sealed)).catch((error: unknown) => {
    throw wrongKey(error)
  })
  try {
    yield* plain
  } catch (error) {
    throw damagedArchive(error)
  }
}

async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim())
  return lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'))
}

/** Decrypts with the identities in a file, as age-keygen writes it, or with a passphrase. */
export async function chooseOpen(
  given: { readonly identityFile: string | undefined; readonly passphraseFile: string | undefined },
  shell: Pick<Shell, 'input'>,
): Promise<(sealed: Bytes) => Bytes> {
  exactlyOne(given.identityFile, given.passphraseFile, '--identity-file FILE and --passphrase-file FILE')
  if (given.passphraseFile !== undefined) {
    const passphrase = await readSecretFile(given.passphraseFile, 'passphrase', shell)
    return (sealed) => openWithPassphrase(sealed, passphrase)
  }
  const identities = await readIdentities(given.identityFile ?? '')
  if (identities.length === 0)
    throw new AppError('invalid', 'backup.no-identity', 'the identity file holds no line AGE-SECRET-KEY-…')
  return (sealed) => translateErrors(through(decryptStream(identities), sealed))
}
