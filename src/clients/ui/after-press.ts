/** A release outside of the window is never told: whoever goes on with the keyboard has let go as well. */
const ends = ['mouseup', 'dragend', 'contextmenu', 'pointercancel', 'keydown'] as const

let isPressed = false

/** Of the page, not of a field: what takes the focus is pressed before the field that loses it hears of it. */
if (typeof document !== 'undefined') {
  document.addEventListener('mousedown', () => (isPressed = true), true)
  for (const end of ends) document.addEventListener(end, () => (isPressed = false), true)
}

/**
 * Does it at once, or, while a button of the mouse or a finger is down, once that press is over and its click has gone where
 * it was aimed at: what appears in between would move what is being pressed.
 */
export function afterPress(act: () => void): void {
  if (!isPressed) return act()
  const waiting = new AbortController()
  const over = () => {
    waiting.abort()
    // The click follows the release in the same task.
    setTimeout(act, 0)
  }
  for (const end of ends) document.addEventListener(end, over, { capture: true, signal: waiting.signal })
}
