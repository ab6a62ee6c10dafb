import { callApi } from '../../../contract/client.ts'
import { signInSalt } from '../../../contract/identity.ts'
import { deriveLogin } from '../../../lib/account-keys/index.ts'
import { argon2idInWorker } from '../../keys/web-argon2id.ts'

/** The proof of a password that was typed again, which the server wants for every new way in. */
export async function proofOfPassword(address: string, password: string): Promise<string> {
  const { salt } = await callApi(signInSalt, { address })
  return (await deriveLogin(password, salt, argon2idInWorker)).authKey
}
