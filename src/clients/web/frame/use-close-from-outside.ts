import { useEffect, type RefObject } from 'react'

/** Escape, a press elsewhere and focus elsewhere close what a button of `place` opened; Escape gives the focus back to it. */
export function useCloseFromOutside(place: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return
      close()
      place.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
    }
    const onElsewhere = (happened: Event) => {
      if (happened.target instanceof Node && place.current?.contains(happened.target) === false) close()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onElsewhere)
    document.addEventListener('focusin', onElsewhere)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onElsewhere)
      document.removeEventListener('focusin', onElsewhere)
    }
  })
}
