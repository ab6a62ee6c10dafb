import type { DemoPatient, DemoRoute } from '../../contract/demo.ts'
import { RadioGroup } from './radio-group.tsx'
import { useLanguage } from './texts/language.tsx'

interface PatientChoiceProps {
  readonly patients: readonly DemoPatient[]
  readonly route: DemoRoute
  readonly address: string
  readonly onChoose: (address: string) => void
}

/** Whom to write to. What each has, a phone, a code or nothing, decides how they get in. */
export function PatientChoice({ patients, route, address, onChoose }: PatientChoiceProps) {
  const { t } = useLanguage()
  const detailOf = ({ check, detail }: DemoPatient): string => {
    if (route === 'attachment') return check === 'sms' ? t.send.passwords.sms(detail ?? '') : t.send.passwords.none
    return check === 'none' ? t.send.checks.none : t.send.checks[check](detail ?? '')
  }
  const options = patients.map((patient) => ({
    value: patient.address,
    label: patient.name,
    detail: detailOf(patient),
  }))
  return <RadioGroup legend={t.send.to} name="to" options={options} value={address} onChoose={onChoose} />
}
