import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { organisationQuery } from '../settings/organisation/queries.ts'
import { judgeNumber, type JudgedNumber } from './judge-number.ts'

export type NumberFieldState = Omit<ReturnType<typeof useNumber>, 'judge'>

/** A mobile number while it is typed: judged when the field is left and when the form is sent. */
export function useNumber() {
  const queries = useQueryClient()
  const [value, setValue] = useState('')
  const [judged, setJudged] = useState<JudgedNumber | null>(null)
  const latest = useRef(value)
  const change = (typed: string) => {
    latest.current = typed
    setValue(typed)
    setJudged(null)
  }
  /** The number as E.164, or null; the field then says why. Rejects when the server cannot be asked for the country. */
  const judge = async (): Promise<string | null> => {
    const typed = latest.current
    const { settings } = await queries.ensureQueryData(organisationQuery)
    const result = await judgeNumber(typed, settings.homeCountry)
    if (typed !== latest.current) return null
    setJudged(result)
    return result.problem === null ? result.number : null
  }
  /** What is not there yet is not complained about; nor is a server that does not answer, until the form is sent. */
  const leave = () => {
    if (latest.current.trim() !== '') void judge().catch(() => null)
  }
  return { value, onValue: change, onLeave: leave, judged, judge }
}
