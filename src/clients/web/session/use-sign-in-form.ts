import { useRef, useState, type FormEvent } from 'react'
import { useSession } from '../app/use-session.ts'
import type { SignInStep } from './web-session.ts'

const looksLikeAddress = /^\S+@[^\s@]+$/

/** What the sign-in form shows and does. `step` is null while nothing runs; problems show after the first try. */
export function useSignInForm() {
  const session = useSession()
  const [address, setAddress] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [step, setStep] = useState<SignInStep | null>(null)
  const [error, setError] = useState<unknown>(null)
  const addressInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const addressMissing = !looksLikeAddress.test(address.trim())

  const signIn = async () => {
    setError(null)
    try {
      await session.signIn({ address: address.trim().toLowerCase(), password }, setStep)
    } catch (caught) {
      setError(caught)
      setStep(null)
      passwordInput.current?.focus()
    }
  }
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (addressMissing) addressInput.current?.focus()
    else if (password === '') passwordInput.current?.focus()
    else if (step === null) void signIn()
  }
  return {
    address: { value: address, onValue: setAddress, inputRef: addressInput },
    password: { value: password, onValue: setPassword, inputRef: passwordInput },
    addressMissing: tried && addressMissing,
    passwordMissing: tried && password === '',
    step,
    error,
    submit,
  }
}
