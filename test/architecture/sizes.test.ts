import { describe, expect, test } from 'vitest'
import { sizeExceptions } from './exceptions.ts'
import { fileLineLimit, functionSizes, sizeViolations } from './rules/sizes.ts'
import { readFiles, type SourceFile } from './source-files.ts'

const files = readFiles('{src,test,scripts,bench}/**/*.{ts,tsx}', 'bin/*.js')
const lines = (count: number) => Array.from({ length: count }, () => '//').join('\n')

describe('sizes', () => {
  test('files and functions stay within their limits', () => {
    expect(files.length).toBeGreaterThan(0)
    const excused = new Map(sizeExceptions.map((exception) => [exception.path, exception]))
    expect(files.flatMap((file) => sizeViolations(file, excused.get(file.path)))).toEqual([])
  })

  test('an exception that is no longer needed is removed from the list', () => {
    const needed = (path: string) => files.some((file) => file.path === path && sizeViolations(file).length > 0)
    expect(sizeExceptions.filter(({ path }) => !needed(path))).toEqual([])
  })

  test('an exception carries its reason', () => {
    expect(sizeExceptions.filter(({ reason }) => reason.length < 20)).toEqual([])
  })
})

describe('the guard of sizes', () => {
  const longFunction = (count: number): SourceFile => ({
    path: 'src/a.ts',
    text: `const a = () => {${lines(count)}\n}`,
  })

  test.each([
    ['src/lib/a/b.ts', 400],
    ['src/clients/web/view.tsx', 250],
    ['src/lib/a/b.test.ts', 600],
    ['test/flows/a.test.ts', 600],
  ])('lets %s have %i lines and no more', (path, limit) => {
    expect(fileLineLimit(path)).toBe(limit)
    expect(sizeViolations({ path, text: lines(limit) })).toHaveLength(0)
    expect(sizeViolations({ path, text: lines(limit + 1) })).toHaveLength(1)
  })

  test('measures functions wherever they stand', () => {
    const text = 'class A {\n  b() {\n    return () => 1\n  }\n}\nfunction c() {}\n'
    expect(functionSizes({ path: 'src/a.ts', text }).map(({ lines: size }) => size)).toEqual([3, 1, 1])
    expect(sizeViolations(longFunction(59))).toHaveLength(0)
    expect(sizeViolations(longFunction(60))).toHaveLength(1)
  })

  test('lets an excused file keep its size but not grow', () => {
    const exception = { path: 'src/a.ts', functionLines: 70, reason: 'for this test' }
    expect(sizeViolations(longFunction(69), exception)).toHaveLength(0)
    expect(sizeViolations(longFunction(70), exception)).toHaveLength(1)
  })
})
