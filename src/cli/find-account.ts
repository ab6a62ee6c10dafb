import { AppError } from '../contract/errors/app-error.ts'
import type { Parts } from '../main.ts'
import type { AccountPlace } from '../modules/tenancy/organisations/index.ts'

/** Throws AppError `command.account-unknown`, naming the address. */
export async function findAccount(parts: Parts, address: string): Promise<AccountPlace> {
  const place = await parts.directory.findAccountByAddress(address)
  if (place !== undefined) return place
  throw new AppError('not-found', 'command.account-unknown', `there is no account ${address}`)
}
