import { useEffect } from 'react'

/** Not in the DOM library: https://wicg.github.io/web-otp/ */
const codeOf = (credential: unknown): string | null =>
  typeof credential === 'object' && credential !== null && 'code' in credential && typeof credential.code === 'string'
    ? credential.code
    : null

/** On Android the browser offers to take the code out of the text message; iOS does so by `autocomplete` alone. */
export function useTextMessageCode(isExpected: boolean, onCode: (code: string) => void): void {
  useEffect(() => {
    if (!isExpected || !('OTPCredential' in globalThis)) return undefined
    const stop = new AbortController()
    const request = { otp: { transport: ['sms'] }, signal: stop.signal }
    navigator.credentials.get(request).then(
      (credential) => {
        const code = codeOf(credential)
        if (code !== null) onCode(code)
      },
      // Declined, or no message came: the field is there.
      () => undefined,
    )
    return () => stop.abort()
  }, [isExpected, onCode])
}
