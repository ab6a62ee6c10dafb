import { useState, type FormEvent } from 'react'
import { useSession } from '../app/use-session.ts'
import { isUsable } from '../settings/new-password-fields.tsx'
import { readRecoveryCode, recoverAccount, type ReadRecoveryCode, type RecoveryStep } from './recover-account.ts'

const looksLikeAddress = /^\S+@[^\s@]+$/

/** What the recovery form shows and does. Afterwards the session says "recovered", which leads to the sign-in page. */
export function useRecoveryForm() {
  const session = useSession()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [typed, setTyped] = useState({ next: '', again: '' })
  const [revokeAppPasswords, setRevokeAppPasswords] = useState(true)
  const [tried, setTried] = useState(false)
  const [codeIsInvalid, setCodeIsInvalid] = useState(false)
  const [step, setStep] = useState<RecoveryStep | null>(null)
  const [error, setError] = useState<unknown>(null)
  const addressMissing = !looksLikeAddress.test(address.trim())

  const recover = async (read: ReadRecoveryCode) => {
    setError(null)
    try {
      const whose = { address: address.trim().toLowerCase(), code: read }
      const ended = await recoverAccount({ ...whose, password: typed.next, revokeAppPasswords }, setStep)
      await session.end('recovered', ended)
    } catch (caught) {
      setError(caught)
      setStep(null)
    }
  }
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    const read = await readRecoveryCode(code)
    setCodeIsInvalid(read === null)
    if (read !== null && !addressMissing && isUsable(typed) && step === null) await recover(read)
  }
  return {
    address: { value: address, onValue: setAddress },
    code: { value: code, onValue: setCode },
    password: { typed, onTyped: setTyped, showsProblems: tried },
    revokes: { isChecked: revokeAppPasswords, onChange: setRevokeAppPasswords },
    addressMissing: tried && addressMissing,
    codeIsInvalid,
    step,
    error,
    submit: (submitted: FormEvent) => void submit(submitted),
  }
}
