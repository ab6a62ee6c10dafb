import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { CheckKind } from '../../../contract/check-kind.ts'
import { isShortAccessCode } from '../../../lib/split-key/index.ts'
import type { ChosenCheck } from './send-copy.ts'
import { useNumber } from './use-number.ts'

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
  const { judge: judgeNumber, ...number } = useNumber()
  const [code, setCode] = useState('')
  const [codeIsShort, setCodeIsShort] = useState(false)
  const save = useMutation({ mutationFn: options.onSubmit })

  const judge = async (): Promise<ChosenCheck | null> => {
    if (kind === 'email') return { check: 'email' }
    if (kind === 'sms') {
      const judged = await judgeNumber()
      return judged === null ? null : { check: 'sms', number: judged }
    }
    const isShort = isShortAccessCode(code)
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
    number,
    code: { value: code, onValue: setCode },
    codeIsShort,
    isBusy: save.isPending,
    error: save.error,
    submit: (submitted: FormEvent) => void submit(submitted),
  }
}
