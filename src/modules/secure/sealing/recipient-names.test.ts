import { expect, test } from 'vitest'
import { recipientNamesOf } from './recipient-names.ts'

test.each([
  [['Herta Lindner <Herta.Lindner@web.example>'], { 'herta.lindner@web.example': 'Herta Lindner' }],
  [
    ['"Dr. Sommer" <s@x.example>, plain@x.example', 'Praxis: k@x.example, K. <l@x.example>;'],
    { 's@x.example': 'Dr. Sommer', 'l@x.example': 'K.' },
  ],
  [['=?utf-8?q?J=C3=B6rg_Gro=C3=9F?= <j@x.example>'], { 'j@x.example': 'Jörg Groß' }],
  [['"a@x.example" <A@x.example>'], {}],
  [['Broken <', 'Ada <a@x.example>'], { 'a@x.example': 'Ada' }],
  [[`${'x'.repeat(70_000)} <a@x.example>`], {}],
  [[], {}],
])('%j name their recipients', (fields, names) => {
  expect(recipientNamesOf(fields)).toEqual(names)
})

test('a long name is cut, and more than eighty are left out', () => {
  expect(recipientNamesOf([`${'n'.repeat(500)} <a@x.example>`])).toEqual({ 'a@x.example': 'n'.repeat(64) })
  const many = Array.from({ length: 150 }, (_none, at) => `N${at} <a${at}@x.example>`).join(', ')
  expect(Object.keys(recipientNamesOf([many]))).toHaveLength(80)
})
