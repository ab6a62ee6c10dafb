import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryRoot } from './source-files.ts'

/** Documents that speak of the code: what they name must be there. */
const folders = ['.', 'docs', 'docs/decisions', 'docs/operating']
const documents = folders.flatMap((folder) =>
  readdirSync(join(repositoryRoot, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)
const textOf = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8')
const isThere = (path: string) => existsSync(resolve(repositoryRoot, path))

/** `src/…`, `test/…` and the like between back quotes. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(/`((?:src|test|docs|bench|ops|scripts|bin)\/[\w./*-]+)`/g)].map((match) => match[1] ?? '')
}

/** Which group a module stands in. */
const groupOf = new Map(
  readdirSync(join(repositoryRoot, 'src/modules')).flatMap((group) =>
    readdirSync(join(repositoryRoot, 'src/modules', group)).map((name) => [name, group] as const),
  ),
)

/** `module/file.ts` as the life of a message names files, as paths of the repository. */
function moduleFiles(text: string): string[] {
  const modules = [...groupOf.keys()].join('|')
  return [...text.matchAll(new RegExp(`\`((${modules})/[\\w./-]+\\.ts)\``, 'g'))].map(
    ([, file, name = '']) => `src/modules/${groupOf.get(name)}/${file}`,
  )
}

/** What stands in a block of code is no link, a pattern for instance. */
const withoutCode = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '')

function relativeLinks(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('there are documents to look at, and they name code', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/architecture.md', 'docs/threat-model.md']))
  expect(namedPaths(textOf('docs/architecture.md')).length).toBeGreaterThan(20)
  expect(moduleFiles(textOf('docs/architecture.md')).length).toBeGreaterThan(8)
})

describe.each(documents)('%s', (path) => {
  const text = textOf(path)

  test('names only files that exist', () => {
    const named = [...namedPaths(text), ...moduleFiles(text)]
    expect(named.filter((name) => !name.includes('*') && !isThere(name))).toEqual([])
  })

  test('links only to documents and headings that exist', () => {
    const broken = relativeLinks(text).filter((target) => {
      const [file = '', heading] = target.split('#')
      const linked = file === '' ? path : join(dirname(path), decodeURIComponent(file))
      if (!isThere(linked)) return true
      return heading !== undefined && !headingsOf(textOf(linked)).includes(heading)
    })
    expect(broken).toEqual([])
  })
})

describe('decision records', () => {
  const records = readdirSync(join(repositoryRoot, 'docs/decisions')).toSorted()

  test('are numbered without gaps, and begin with their number', () => {
    const numbers = records.map((_, index) => String(index + 1).padStart(4, '0'))
    expect(records.map((name) => name.slice(0, 4))).toEqual(numbers)
    const first = records.map((name) => textOf(`docs/decisions/${name}`).slice(0, '# 0000 '.length))
    expect(first).toEqual(numbers.map((number) => `# ${number} `))
  })

  test('say whether they hold, or what has taken their place', () => {
    const status = /^Status: (?:accepted\.|replaced (?:in part )?by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\)\.)$/m
    expect(records.filter((name) => !status.test(textOf(`docs/decisions/${name}`)))).toEqual([])
  })
})
