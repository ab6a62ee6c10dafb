import { expect, test } from 'vitest'
import { requireProgram } from './programs.ts'

test('an installed program is found on the path', () => {
  expect(requireProgram('sh')).toMatch(/\/sh$/)
})

test('a missing program is named in one line', () => {
  expect(() => requireProgram('no-such-program')).toThrow(
    /^The program "no-such-program" is needed: install it, or put it into \.cache\/bin\.$/,
  )
})
