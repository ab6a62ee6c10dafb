const shownAtStart = 5
const shownAtEnd = 2
const leastHidden = 4

/**
 * Shows just enough of an E.164 number to recognise it: `+31649123425` becomes `+31649****25`. The four stars stand for
 * any number of digits, so the length is not told. Anything that is not E.164, or too short to hide four digits, is
 * hidden completely: never assume that the result still holds a digit.
 */
export function maskPhone(e164: string): string {
  if (!/^\+[1-9][0-9]{0,14}$/.test(e164)) return '****'
  const digits = e164.slice(1)
  const start = Math.min(shownAtStart, digits.length - shownAtEnd - leastHidden)
  if (start < 1) return '****'
  return `+${digits.slice(0, start)}****${digits.slice(-shownAtEnd)}`
}
