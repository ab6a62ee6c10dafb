import type { MessageView } from '../../../contract/messages.ts'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { useSubject } from './use-subject.ts'

/** Tells of a success with the message it is about: by its subject, or by when it was sent where that says nothing. */
export function useTellOf(message: MessageView): (text: string) => void {
  const { t, formats } = useLanguage()
  const tell = useToast()
  const subject = useSubject(message)
  const about = subject.isSubject ? subject.text : t.message.messageOf(formats.moment(message.sentAt))
  return (text) => tell(text, about)
}
