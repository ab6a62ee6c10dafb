import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

test.each([
  ['', 'short'],
  ['kurz', 'short'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['Passwort123', 'weak'],
  ['qwertz123456', 'weak'],
  ['sommer2026', 'weak'],
  ['Tannenzapfen7', 'fair'],
  ['vier ruhige blaue Wale', 'strong'],
  ['hK7!pq2Zr#9vLm4x', 'strong'],
])('"%s" is %s', (password, strength) => {
  expect(passwordStrength(password)).toBe(strength)
})
