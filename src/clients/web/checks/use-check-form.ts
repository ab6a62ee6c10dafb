import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { CheckKind } from '../../../contract/messages.ts'
import { normaliseAccessCode } from '../../../lib/split-key/index.ts'
import { judgeNumber, type NumberProblem } from './judge-number.ts'
import type { ChosenCheck } from './send-copy.ts'

const minAccessCodeCharacters = 6

export type CheckFormState = ReturnType<typeof useCheckForm>

export interface CheckFormOptions {
  readonly initial: CheckKind
  /** Called with a check that can be sent; its rejection is shown. */
  readonly onSubmit: (chosen: ChosenCheck) => Promise<void>
  /** Called when a field has to be corrected first. */
  readonly onInvalid: () => void
}

/** What the form of a check holds and does. */
export function useCheckForm(options: CheckFormOptions) {
  const [kind, setKind] = useState<CheckKind>(options.initial)
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const [numberProblem, setNumberProblem] = useState<NumberProblem | null>(null)
  const [codeIsShort, setCodeIsShort] = useState(false)
  const save = useMutation({ mutationFn: options.onSubmit })

  const judge = async (): Promise<ChosenCheck | null> => {
    if (kind === 'email') return { check: 'email' }
    if (kind === 'sms') {
      const judged = await judgeNumber(number)
      setNumberProblem(judged.problem)
      return judged.problem === null ? { check: 'sms', number: judged.number } : null
    }
    const isShort = [...normaliseAccessCode(code)].length < minAccessCodeCharacters
    setCodeIsShort(isShort)
    return isShort ? null : { check: 'access-code', code }
  }
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    if (save.isPending) return
    const chosen = await judge()
    if (chosen === null) options.onInvalid()
    else save.mutate(chosen)
  }
  return {
    kind,
    choose: setKind,
    number: { value: number, onValue: setNumber, problem: numberProblem },
    code: { value: code, onValue: setCode },
    codeIsShort,
    isBusy: save.isPending,
    error: save.error,
    submit: (submitted: FormEvent) => void submit(submitted),
  }
}
