import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import { dirname, join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { generate } from 'selfsigned'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Config } from '../config/load-config.ts'

export interface TlsPair {
  readonly cert: string
  readonly key: string
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

const nameOf = (hostname: string) =>
  isIP(hostname) === 0 ? { type: 2 as const, value: hostname } : { type: 7 as const, ip: hostname }

/** Both files in one rename, so that two processes that start at once cannot mix a key with the other's certificate. */
async function makeSelfSigned(folder: string, hostname: string): Promise<void> {
  const notAfterDate = new Date(Date.now() + 5 * 365 * 24 * 3600 * 1000)
  const pair = await generate([{ name: 'commonName', value: hostname }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [nameOf(hostname), { type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }],
      },
    ],
  })
  await mkdir(dirname(folder), { recursive: true })
  const temporary = await mkdtemp(`${folder}.`)
  try {
    await writeDurably(join(temporary, 'key.pem'), pair.private, 0o600)
    await writeDurably(join(temporary, 'cert.pem'), pair.cert, 0o644)
    await rename(temporary, folder)
  } catch (error) {
    if (!existsSync(join(folder, 'cert.pem'))) throw error
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

function requireUsable(pair: TlsPair): TlsPair {
  try {
    createSecureContext(pair)
    return pair
  } catch (error) {
    throw new AppError(
      'invalid',
      'tls.unusable',
      'SEALPOST_TLS_CERT and SEALPOST_TLS_KEY are not a certificate and its private key in PEM form.',
      { cause: error },
    )
  }
}

/** The configured pair, or a self-signed one made at first start in `DATA_DIR/tls`. */
export async function loadTlsPair(config: Config): Promise<TlsPair> {
  const own = config.SEALPOST_TLS_CERT === ''
  const certFile = own ? join(config.dataDir, 'tls', 'cert.pem') : config.SEALPOST_TLS_CERT
  const keyFile = own ? join(config.dataDir, 'tls', 'key.pem') : config.SEALPOST_TLS_KEY
  if (own && !existsSync(certFile)) await makeSelfSigned(join(config.dataDir, 'tls'), config.hostname)
  return requireUsable(await readPair(certFile, keyFile))
}

async function readPair(certFile: string, keyFile: string): Promise<TlsPair> {
  try {
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') }
  } catch (error) {
    throw new AppError(
      'invalid',
      'tls.unreadable',
      'SEALPOST_TLS_CERT or SEALPOST_TLS_KEY names a file that cannot be read.',
      { cause: error },
    )
  }
}
