import { useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { addAppPassword } from '../../../contract/identity.ts'
import { makeAppPassword } from '../../../lib/account-keys/index.ts'
import { useSignedIn } from '../app/use-session.ts'
import { appPasswordsKey } from './app-passwords-key.ts'

export interface MadeAppPassword {
  readonly label: string
  readonly secret: string
}

/** Makes an app password in this browser and registers it under the name that is given. */
export function useMakeAppPassword() {
  const { accountIdentity } = useSignedIn()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (chosen: string): Promise<MadeAppPassword> => {
      const { text, registration } = await makeAppPassword(accountIdentity)
      await callApi(addAppPassword, { name: chosen, ...registration })
      return { label: chosen, secret: text }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: [appPasswordsKey] }),
    // The secret is for the view alone: `reset` leaves nothing of it in the cache.
    gcTime: 0,
  })
}
