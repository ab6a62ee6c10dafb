import { useRef, useState, type DragEvent, type RefObject } from 'react'
import { Button } from '../../ui/button.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { clip, close, sheet } from '../../ui/drawings.ts'
import { useLanguage } from '../language.tsx'
import styles from './message.module.css'

export interface ReplyFilesProps {
  readonly files: readonly File[]
  readonly limitBytes: number
  readonly onChange: (files: readonly File[]) => void
}

/** The files of an answer: chosen or dropped, listed with their size, each removable. Changes are announced. */
export function ReplyFiles({ files, limitBytes, onChange }: ReplyFilesProps) {
  const { t, formats } = useLanguage()
  const picker = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const [change, setChange] = useState('')
  const add = (added: readonly File[]) => {
    onChange([...files, ...added])
    setChange(t.reply.added(added.length))
  }
  const { isOver, handlers } = useDropTarget(add)
  const remove = (file: File) => {
    onChange(files.filter((other) => other !== file))
    setChange(t.reply.removed(file.name))
    // The button that was pressed goes with its file.
    place.current?.focus()
  }
  return (
    <div
      ref={place}
      tabIndex={-1}
      className={isOver ? `${styles.drop} ${styles.dropActive}` : styles.drop}
      {...handlers}
    >
      <FileRows files={files} onRemove={remove} />
      <Button icon={<Drawing path={clip} />} onClick={() => picker.current?.click()}>
        {t.reply.attach}
      </Button>
      <span className={styles.muted}>
        {t.reply.dropHere} {t.reply.limit(formats.size(limitBytes))}
      </span>
      <FilePicker picker={picker} onPick={add} />
      <span className="visually-hidden" aria-live="polite">
        {change}
      </span>
    </div>
  )
}

function useDropTarget(onFiles: (files: readonly File[]) => void) {
  const [isOver, setIsOver] = useState(false)
  const handlers = {
    onDragOver: (dragged: DragEvent) => {
      dragged.preventDefault()
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop: (dropped: DragEvent) => {
      dropped.preventDefault()
      setIsOver(false)
      onFiles([...dropped.dataTransfer.files])
    },
  }
  return { isOver, handlers }
}

interface FilePickerProps {
  readonly picker: RefObject<HTMLInputElement | null>
  readonly onPick: (files: readonly File[]) => void
}

/** The browser's own dialog, opened by the button beside it. */
function FilePicker({ picker, onPick }: FilePickerProps) {
  const { t } = useLanguage()
  return (
    <input
      ref={picker}
      className="visually-hidden"
      type="file"
      multiple
      tabIndex={-1}
      aria-label={t.reply.attach}
      onChange={({ target }) => {
        onPick([...(target.files ?? [])])
        target.value = ''
      }}
    />
  )
}

interface FileRowsProps {
  readonly files: readonly File[]
  readonly onRemove: (file: File) => void
}

function FileRows({ files, onRemove }: FileRowsProps) {
  const { t, formats } = useLanguage()
  if (files.length === 0) return null
  return (
    <ul className={styles.files} aria-label={t.reply.attached}>
      {files.map((file, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two files may share name, size and time
        <li key={`${index} ${file.name}`} className={styles.file}>
          <Drawing path={sheet} />
          <span>
            <bdi>{file.name}</bdi> <span className={styles.muted}>({formats.size(file.size)})</span>
          </span>
          <Button
            kind="quiet"
            icon={<Drawing path={close} />}
            label={t.reply.remove(file.name)}
            onClick={() => onRemove(file)}
          >
            {''}
          </Button>
        </li>
      ))}
    </ul>
  )
}
