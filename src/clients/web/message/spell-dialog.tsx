import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './password-panel.module.css'
import { spell } from './spelling.ts'

/** The password letter by letter, to be read out on the telephone. */
export function SpellDialog({ password, onClose }: { readonly password: string; readonly onClose: () => void }) {
  const { t, language } = useLanguage()
  const texts = t.message.password
  const groups = spell(password, language)
  const voice = useLocalVoice(language)
  const spoken = groups.map((group) => group.map(({ word }) => word).join(', ')).join(`, ${texts.hyphen}, `)
  return (
    <Dialog
      title={texts.spellTitle}
      onClose={onClose}
      actions={
        <>
          {voice !== null && <Button onClick={() => speak(spoken, voice)}>{texts.speak}</Button>}
          <Button kind="primary" onClick={onClose}>
            {t.app.close}
          </Button>
        </>
      }
    >
      <p>{texts.spellText}</p>
      <ol className={styles.groups}>
        {groups.map((group) => (
          <li key={group.map(({ character }) => character).join('')} className={styles.group}>
            {group.map(({ character, word }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- a character may occur twice, and the list never changes
              <span key={index} className={styles.spelled}>
                <b translate="no">{character}</b> {word}
              </span>
            ))}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

function speak(text: string, voice: SpeechSynthesisVoice): void {
  speechSynthesis.cancel()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.voice = voice
  utterance.rate = 0.75
  speechSynthesis.speak(utterance)
}

/** A voice of this device only: others send what they speak to a server elsewhere. */
function useLocalVoice(language: 'de' | 'en'): SpeechSynthesisVoice | null {
  const [voice, setVoice] = useState<SpeechSynthesisVoice | null>(null)
  useEffect(() => {
    if (!('speechSynthesis' in window)) return
    const look = () => {
      const voices = speechSynthesis.getVoices()
      setVoice(voices.find(({ localService, lang }) => localService && lang.startsWith(language)) ?? null)
    }
    look()
    speechSynthesis.addEventListener('voiceschanged', look)
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look)
      speechSynthesis.cancel()
    }
  }, [language])
  return voice
}
