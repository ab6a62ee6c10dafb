import { describe, expect, test } from 'vitest'
import { clientName } from './client-name.ts'

describe('the name behind EHLO', () => {
  test.each([
    ['pc.example', 'pc.example'],
    ['[192.0.2.1]', '[192.0.2.1]'],
    ['PC (Buero)', 'PC_(Buero)'],
    [' two  spaces ', 'two_spaces'],
    ['', 'unnamed'],
    ['   ', 'unnamed'],
    ['B\u00fcro', 'B_ro'],
    ['\u0000\u0007\u001b[31m', '_[31m'],
    ['a\tb', 'a_b'],
    ['a\r250 injected', 'a_250_injected'],
    ['<script>', '<script>'],
    ['x'.repeat(10_000), 'x'.repeat(255)],
    ['\u00fc'.repeat(10_000), '_'],
  ])('%j is kept as %j', (given, name) => {
    expect(clientName(given)).toBe(name)
  })
})
