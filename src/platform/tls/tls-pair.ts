import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generate } from 'selfsigned'
import { AppError } from '../../lib/errors/app-error.ts'
import type { Config } from '../config/load-config.ts'

export interface TlsPair {
  readonly cert: string
  readonly key: string
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.part`
  const file = await open(temporary, 'w', mode)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  await rename(temporary, path)
}

async function makeSelfSigned(certFile: string, keyFile: string, hostname: string): Promise<void> {
  const notAfterDate = new Date(Date.now() + 5 * 365 * 24 * 3600 * 1000)
  const pair = await generate([{ name: 'commonName', value: hostname }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: hostname },
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  await writeDurably(keyFile, pair.private, 0o600)
  await writeDurably(certFile, pair.cert, 0o644)
}

/** The configured pair, or a self-signed one made at first start in `DATA_DIR/tls`. */
export async function loadTlsPair(config: Config): Promise<TlsPair> {
  const own = config.SEALPOST_TLS_CERT === ''
  const certFile = own ? join(config.dataDir, 'tls', 'cert.pem') : config.SEALPOST_TLS_CERT
  const keyFile = own ? join(config.dataDir, 'tls', 'key.pem') : config.SEALPOST_TLS_KEY
  if (own && !(existsSync(certFile) && existsSync(keyFile))) await makeSelfSigned(certFile, keyFile, config.hostname)
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
