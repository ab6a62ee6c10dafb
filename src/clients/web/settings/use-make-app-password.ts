import { useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { addAppPassword } from '../../../contract/identity.ts'
import { makeAppPassword } from '../../../lib/account-keys/index.ts'
import { useSignedIn } from '../app/use-session.ts'
import { proofOfPassword } from './prove-password.ts'
import { appPasswordsQuery } from './queries.ts'

export interface MadeAppPassword {
  readonly label: string
  readonly secret: string
}

interface Wanted {
  readonly label: string
  /** The account's own, typed again. */
  readonly password: string
}

/** Makes an app password in this browser and registers it under the name that is given. */
export function useMakeAppPassword() {
  const { accountIdentity, view } = useSignedIn()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ label, password }: Wanted): Promise<MadeAppPassword> => {
      const passwordProof = await proofOfPassword(view.account.address, password)
      const { text, registration } = await makeAppPassword(accountIdentity)
      await callApi(addAppPassword, { name: label, passwordProof, ...registration })
      return { label, secret: text }
    },
    onSuccess: () => queries.invalidateQueries(appPasswordsQuery),
    // Secret and password are for the view alone: `reset` leaves nothing of them in the cache.
    gcTime: 0,
  })
}
