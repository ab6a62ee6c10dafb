import { describe, expect, test } from 'vitest'
import { errorCatalogue } from '../../src/contract/errors/index.ts'
import {
  codeOwners,
  foreignThrows,
  libraryViolations,
  unknownQuestions,
  unthrown,
  untypedThrowers,
} from './rules/errors.ts'
import { readSources } from './source-files.ts'

const sources = readSources('src')
const at = (path: string, text: string) => ({ path, text })

describe('the catalogue of errors', () => {
  test('has every code that anything throws: the compiler looks it up, and lib is compared', () => {
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.flatMap(untypedThrowers)).toEqual([])
    expect(sources.flatMap((file) => libraryViolations(file, errorCatalogue))).toEqual([])
  })

  test('has the codes of each module in one file, and no other throws them but those that may ask it', () => {
    const owners = codeOwners(readSources('src/contract/errors'))
    expect([...owners.keys()].toSorted()).toEqual(Object.keys(errorCatalogue).toSorted())
    expect(readSources('src/modules').flatMap((file) => foreignThrows(file, owners))).toEqual([])
  })

  test('has no code that nobody throws', () => {
    expect(Object.keys(errorCatalogue).length).toBeGreaterThan(100)
    expect(unthrown(sources, errorCatalogue)).toEqual([])
  })

  test('has every code that the server or a client asks about', () => {
    expect(sources.flatMap((file) => unknownQuestions(file, errorCatalogue))).toEqual([])
  })

  test('says each meaning in one line, as a sentence', () => {
    for (const [code, { meaning }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[a-z-]+\.[a-z0-9-]+$/)
      expect(meaning, code).toMatch(/^[^a-z].{10,400}\.$/)
    }
  })
})

describe('the guard of errors', () => {
  const catalogue = {
    'a.known': { kind: 'invalid', meaning: '' },
    'a.of-one': { kind: 'invalid', meaning: '' },
  } as const
  const untyped = "import { AppError, isAppError } from '../../lib/errors/app-error.ts'\n"

  test('finds a file that throws past the compiler', () => {
    expect(untypedThrowers(at('src/modules/group/a/c.ts', untyped.replaceAll('../../', '../../../')))).toHaveLength(1)
    expect(untypedThrowers(at('src/platform/a/c.ts', untyped))).toHaveLength(1)
    expect(untypedThrowers(at('src/platform/a/c.ts', untyped.replace('AppError, ', '')))).toEqual([])
    expect(untypedThrowers(at('src/lib/a/c.ts', untyped))).toEqual([])
  })

  test('finds a module that throws what belongs to another', () => {
    const part = (name: string, code: string) => at(`src/contract/errors/${name}.ts`, `{\n  '${code}': { kind`)
    const owners = codeOwners([part('portal', 'portal.closed'), part('sms', 'sms.late'), part('http', 'http.invalid')])
    const thrower = (code: string) => at('src/modules/secure/portal/a.ts', `new AppError('invalid', ${code}, 'x')`)
    const inSms = at('src/modules/transport/sms/a.ts', thrower("'portal.closed'").text)
    for (const code of ["'portal.closed'", "'sms.late'", '`sms.l${why}`', "'http.invalid'"])
      expect(foreignThrows(thrower(code), owners)).toEqual([])
    expect(foreignThrows(inSms, owners)).toEqual(['src/modules/transport/sms/a.ts: portal.closed belongs to portal'])
    expect(foreignThrows(thrower("'portal.gone'"), owners)).toHaveLength(1)
  })

  test.each([
    ["new AppError('invalid', 'a.unknown', 'x')", 1],
    ["new AppError('refused', 'a.known', 'x')", 1],
    ["new AppError('invalid', `a.un-${why}`, 'x')", 1],
    ["new AppError('invalid', 'a.known', 'x')", 0],
    ["new AppError('invalid', `a.of-${why}`, 'x')", 0],
  ])('compares what lib throws: %s', (text, count) =>
    expect(libraryViolations(at('src/lib/a/b.ts', text), catalogue)).toHaveLength(count),
  )

  test('finds codes that nobody throws, and questions about none', () => {
    const thrower = at('src/platform/a.ts', 'new AppError("invalid", `a.of-${why}`)')
    const asker = at('src/platform/b.ts', "isAppError(error, 'a.known')")
    expect(unthrown([thrower, asker], catalogue)).toEqual(['a.known'])
    expect(unthrown([thrower, at('src/contract/x.ts', "refusal: 'a.known'")], catalogue)).toEqual([])
    expect(unknownQuestions(asker, catalogue)).toEqual([])
    expect(unknownQuestions(at('src/platform/b.ts', "isAppError(error, 'a.gone')"), catalogue)).toHaveLength(1)
    expect(unknownQuestions(at('src/clients/b.ts', "codes.has('a.gone')"), catalogue)).toHaveLength(1)
  })
})
