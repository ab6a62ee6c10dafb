import { useId } from 'react'
import type { DemoPatient } from '../../contract/demo.ts'
import styles from './send-form.module.css'
import { useLanguage } from './texts/language.tsx'

interface PatientChoiceProps {
  readonly patients: readonly DemoPatient[]
  readonly address: string
  readonly onChoose: (address: string) => void
}

/** Whom to write to; each proves who they are in another way. */
export function PatientChoice({ patients, address, onChoose }: PatientChoiceProps) {
  const { t } = useLanguage()
  return (
    <fieldset className={styles.patients}>
      <legend>{t.send.to}</legend>
      {patients.map((patient) => (
        <Patient
          key={patient.address}
          patient={patient}
          isChosen={patient.address === address}
          onChoose={() => onChoose(patient.address)}
        />
      ))}
    </fieldset>
  )
}

function Patient(props: { readonly patient: DemoPatient; readonly isChosen: boolean; readonly onChoose: () => void }) {
  const { t } = useLanguage()
  const { name, address, check, detail } = props.patient
  const id = useId()
  return (
    <div className={styles.patient}>
      <input id={id} type="radio" name="to" value={address} checked={props.isChosen} onChange={props.onChoose} />
      <label htmlFor={id}>
        {name}
        <span className={styles.check}>
          {check === 'none' ? t.send.checks.none : t.send.checks[check](detail ?? '')}
        </span>
      </label>
    </div>
  )
}
