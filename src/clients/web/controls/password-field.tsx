import { useState } from 'react'
import { TextField, type TextFieldProps } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './password-field.module.css'

/** A password field whose content can be shown, because people mistype what they cannot see. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'end'>) {
  const { t } = useLanguage()
  const [shown, setShown] = useState(false)
  const naming = shown ? t.app.hideNamed : t.app.showNamed
  const toggle = (
    <button type="button" className={styles.toggle} onClick={() => setShown(!shown)} aria-label={naming(props.label)}>
      {shown ? t.app.hidePassword : t.app.showPassword}
    </button>
  )
  return <TextField {...props} type={shown ? 'text' : 'password'} end={toggle} isExact />
}
