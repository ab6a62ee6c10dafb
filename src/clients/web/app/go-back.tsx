import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Goes where the account wanted to be: any address of this app, so not one of the router's typed routes. */
export function GoBack({ to }: { readonly to: string }) {
  const { history } = useRouter()
  useEffect(() => history.replace(to), [history, to])
  return null
}
