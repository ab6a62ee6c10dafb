import { describe, expect, test } from 'vitest'
import { setUp as german } from '../texts/de/set-up.ts'
import { programSteps as germanSteps } from '../texts/de/set-up-steps.ts'
import { setUp as english } from '../texts/en/set-up.ts'
import { programSteps as englishSteps } from '../texts/en/set-up-steps.ts'
import { guessProgram, isProgram, programs, type Step } from './program.ts'

describe('the program of a device', () => {
  test.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15', 5, 'apple-phone'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 5, 'apple-phone'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 0, 'apple-mac'],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9)', 5, 'thunderbird-android'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 10, 'outlook-classic'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 0, 'thunderbird'],
    ['', 0, 'thunderbird'],
  ])('%s with %i touch points is %s', (userAgent, touchPoints, program) => {
    expect(guessProgram(userAgent, touchPoints)).toBe(program)
  })

  test('is one that there are steps for', () => {
    expect(isProgram('thunderbird')).toBe(true)
    for (const word of ['toString', '', undefined, 7, ['thunderbird']]) expect(isProgram(word)).toBe(false)
  })
})

const shownBy = (steps: readonly Step[] | null) =>
  (steps ?? []).map((step) => (typeof step === 'string' ? null : step[1]))

test('both languages have the same steps with the same values for each program', () => {
  for (const program of programs) {
    const [one, other] = [germanSteps[program], englishSteps[program]]
    expect(shownBy(one.existing)).toEqual(shownBy(other.existing))
    expect(shownBy(one.fresh)).toEqual(shownBy(other.fresh))
    expect(one.warning === null).toBe(other.warning === null)
  }
})

test('every way ends with an outgoing server, because a message that leaves elsewhere is not sealed', () => {
  for (const steps of [germanSteps, englishSteps])
    for (const program of programs) {
      const { existing, fresh } = steps[program]
      expect(shownBy(existing)).toContain('outgoing')
      if (fresh !== null) expect(shownBy(fresh).some((shown) => shown === 'outgoing' || shown === 'profile')).toBe(true)
    }
})

test('every purpose and every state of a record has its words', () => {
  for (const texts of [german, english])
    for (const words of [texts.records.purposes, texts.records.states, texts.records.needs])
      for (const word of Object.values(words)) expect(word).not.toBe('')
})
