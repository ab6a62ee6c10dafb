import { useNavigate } from '@tanstack/react-router'
import { useId, type FormEvent } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { useDeclaredPage } from '../frame/use-declared-page.ts'
import { useLanguage } from '../texts/language.tsx'
import styles from './search-field.module.css'
import { useSearchTerm } from './search-term.tsx'

const maxTermCharacters = 200

/** The field in the top bar, and on a phone on the page of the search itself. What it finds is shown while it is typed. */
export function SearchField() {
  const { t } = useLanguage()
  const { term, setTerm } = useSearchTerm()
  const id = useId()
  const navigate = useNavigate()
  const isThere = useDeclaredPage()?.path === '/search'
  const type = (typed: string) => {
    setTerm(typed)
    if (!isThere && typed.trim() !== '') void navigate({ to: '/search' })
  }
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (!isThere) void navigate({ to: '/search' })
    else document.querySelector<HTMLElement>('#content h1')?.focus()
  }
  return (
    <search className={styles.search}>
      <form onSubmit={submit} className={styles.form}>
        <label htmlFor={id} className="visually-hidden">
          {t.search.field}
        </label>
        <span className={styles.icon}>
          <Icon name="search" size={18} />
        </span>
        <input
          id={id}
          type="search"
          className={styles.input}
          placeholder={t.search.field}
          value={term}
          maxLength={maxTermCharacters}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => type(target.value)}
        />
      </form>
    </search>
  )
}
