import { describe, expect, test } from 'vitest'
import { commentViolations, nameViolations, opensWithHeader } from './rules/words.ts'
import { readFiles } from './source-files.ts'

const code = readFiles('{src,test,scripts,bench}/**/*.{ts,tsx}', 'bin/*.js')
const at = (path: string, text: string) => ({ path, text })

describe('names and comments', () => {
  test('a folder or file name has a subject and is kebab-case', () => {
    expect(code.length).toBeGreaterThan(0)
    expect(code.flatMap(({ path }) => nameViolations(path))).toEqual([])
  })

  test('a reminder has an issue number, a suppression its reason', () => {
    expect(code.flatMap(commentViolations)).toEqual([])
  })

  test('the front door of every module opens with its header block', () => {
    const doors = readFiles('src/modules/*/*/index.ts')
    const modules = new Set(readFiles('src/modules/**').map(({ path }) => path.split('/')[3]))
    expect(modules.size).toBeGreaterThan(0)
    expect(new Set(doors.map(({ path }) => path.split('/')[3]))).toEqual(modules)
    expect(doors.filter((door) => !opensWithHeader(door)).map(({ path }) => path)).toEqual([])
  })
})

describe('the guard of names and comments', () => {
  test.each([
    'src/lib/utils/a.ts',
    'src/helpers.ts',
    'src/a/mail-manager.ts',
    'src/lib/Bytes.ts',
    'src/a/two_words.ts',
  ])('refuses %s', (path) => expect(nameViolations(path)).toHaveLength(1))

  test.each(['src/lib/bytes/base64url.ts', 'src/a/b.test.ts', 'src/a/smpp.d.ts', 'src/clients/web/vite.config.ts'])(
    'accepts %s',
    (path) => expect(nameViolations(path)).toEqual([]),
  )

  test.each(['// TODO later', '/* FIXME */', '// oxlint-disable-next-line no-console', '// @ts-expect-error'])(
    'refuses the comment %s',
    (text) => expect(commentViolations(at('src/a.ts', text))).toHaveLength(1),
  )

  test.each(['// TODO #12 later', '// oxlint-disable-next-line no-console -- the command line prints', '// why'])(
    'accepts the comment %s',
    (text) => expect(commentViolations(at('src/a.ts', text))).toEqual([]),
  )

  test('wants the header first and long enough to say something', () => {
    const block = `/**\n * ${'What it is for. '.repeat(20)}\n */\n`
    expect(opensWithHeader(at('src/modules/a/index.ts', `${block}export const a = 1`))).toBe(true)
    expect(opensWithHeader(at('src/modules/a/index.ts', `export const a = 1\n${block}`))).toBe(false)
    expect(opensWithHeader(at('src/modules/a/index.ts', '/** A. */\nexport const a = 1'))).toBe(false)
  })
})
