import { useLanguage } from '../texts/language.tsx'
import { programs, type Program } from './program.ts'
import styles from './set-up-page.module.css'

interface Option<Value> {
  readonly value: Value
  readonly title: string
  readonly text: string
}

interface TilesProps<Value> {
  readonly legend: string
  readonly group: string
  readonly options: readonly Option<Value>[]
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
}

/** Radio buttons as tiles: all of them in sight, chosen with one press or the arrow keys. */
export function Tiles<Value extends string>({ legend, group, options, chosen, onChoose }: TilesProps<Value>) {
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles.tiles}>
        {options.map(({ value, title, text }) => (
          <label key={value} className={styles.tile} data-chosen={value === chosen || undefined}>
            <input
              type="radio"
              name={group}
              checked={value === chosen}
              onChange={() => onChoose(value)}
              className={styles.radio}
            />
            <span className={styles.tileTitle}>{title}</span>
            <span className={styles.tileText}>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface ProgramChoiceProps {
  readonly chosen: Program
  readonly onChoose: (program: Program) => void
}

export function ProgramChoice({ chosen, onChoose }: ProgramChoiceProps) {
  const { t } = useLanguage()
  const options = programs.map((value) => ({
    value,
    title: t.programSteps[value].title,
    text: t.programSteps[value].hint,
  }))
  return <Tiles legend={t.setUp.program} group="program" options={options} chosen={chosen} onChoose={onChoose} />
}
