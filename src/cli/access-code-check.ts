import { randomBytes } from 'node:crypto'
import { AppError } from '../contract/errors/app-error.ts'
import {
  argon2SaltBytes,
  isShortAccessCode,
  minAccessCodeCharacters,
  stretchAccessCode,
} from '../lib/split-key/index.ts'
import type { NewCheck } from '../modules/tenancy/recipients/index.ts'
import { argon2id } from '../platform/argon2/argon2id.ts'

/** The access code is stretched here, as every client does: the server keeps what Argon2id made of it. */
export async function accessCodeCheck(code: string): Promise<NewCheck> {
  if (isShortAccessCode(code))
    throw new AppError(
      'invalid',
      'command.access-code-weak',
      `the access code is too short: agree on at least ${minAccessCodeCharacters} characters`,
    )
  const salt = randomBytes(argon2SaltBytes)
  const key = await stretchAccessCode(argon2id, code, salt)
  return {
    check: 'access-code',
    salt: salt.toString('base64url'),
    accessKey: Buffer.from(key).toString('base64url'),
  }
}
