import fc from 'fast-check'
import { parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import { nextEndTag, nextTag, renameAttributes } from './index.ts'

function tagsOf(html: string): string[] {
  const found: string[] = []
  for (let tag = nextTag(html, 0); tag !== null; tag = nextTag(html, tag.end))
    found.push(html.slice(tag.start, tag.end))
  return found
}

describe('nextTag', () => {
  test.each([
    ['<p>a</p>', ['<p>', '</p>']],
    ['a < b <c> d', ['<c>']],
    ['<a title="1 > 0">x', ['<a title="1 > 0">']],
    ["<a title='\">'>", ["<a title='\">'>"]],
    ['<a title=1"2>', ['<a title=1"2>']],
    ['<a "b>c', ['<a "b>']],
    ['<a <b>', ['<a <b>']],
    ['<a title="open>', []],
    ['<br/><img src=x/>', ['<br/>', '<img src=x/>']],
    ['<!-- <p> --><b>', ['<b>']],
    ['<!--><b>', ['<b>']],
    ['<!-- <p>', []],
    ['<!doctype html><p>', ['<p>']],
    ['<<<p>', ['<p>']],
    ['</ p><b>', ['<b>']],
    ['<!x <p> ><b>', ['<b>']],
    ['<?xml <p>?><b>', ['<b>']],
    ['<!--[if !mso]><!--><b><!--<![endif]-->', ['<b>']],
    ['<', []],
    ['<p', []],
    ['<P\nCLASS=x>', ['<P\nCLASS=x>']],
  ])('finds in %j what a browser takes for tags', (html, tags) => expect(tagsOf(html)).toEqual(tags))

  test('finds start tags where parse5 finds elements, whatever attributes they have', () => {
    const name = fc.constantFrom('b', 'x-y', 'I', 'u1')
    const value = fc.constantFrom('', '=1', '="a > b"', "='<i>'", '= "x"', '=a/b', '="')
    const attribute = fc
      .tuple(fc.constantFrom(' style', ' onclick', '/a', '\nb', ' "q'), value)
      .map((part) => part.join(''))
    const tag = fc.tuple(name, fc.array(attribute, { maxLength: 4 })).map(([one, all]) => `<${one}${all.join('')}>`)
    const html = fc.array(fc.oneof(tag, fc.constantFrom('text', '<', '>', '"', '<!-- <b> -->', '<!x', '<?', '</ b>')), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(html, (pieces) => {
        const text = pieces.join('')
        const starts: number[] = []
        const visit = (nodes: readonly unknown[]): void => {
          for (const node of nodes) {
            if (typeof node !== 'object' || node === null) continue
            const {
              sourceCodeLocation: place,
              childNodes,
              tagName,
            } = node as {
              sourceCodeLocation?: { startOffset: number }
              childNodes?: unknown[]
              tagName?: string
            }
            if (tagName !== undefined && place !== undefined) starts.push(place.startOffset)
            visit(childNodes ?? [])
          }
        }
        visit(parseFragment(text, { sourceCodeLocationInfo: true }).childNodes)
        const own: number[] = []
        for (let found = nextTag(text, 0); found !== null; found = nextTag(text, found.end))
          if (!found.isEnd) own.push(found.start)
        expect(own).toEqual([...new Set(starts)].toSorted((one, other) => one - other))
      }),
      { numRuns: 500 },
    )
  })
})

test.each([
  ['a</style>b', 1, 9],
  ['a</STYLE >b', 1, 10],
  ['</styles></style>', 9, 17],
  ['</ style></style\n>', 9, 18],
])('the end of a style sheet in %j', (html, start, end) => {
  expect(nextEndTag(html, 'style', 0)).toMatchObject({ start, end })
})

test.each(['', '</style', '</styl>', '<style>'])('there is no end of a style sheet in %j', (html) => {
  expect(nextEndTag(html, 'style', 0)).toBeNull()
})

test.each([
  ['<p style="a" title="style=1" onclick=x>', '<p S="a" title="style=1" O=x>'],
  ["<p STYLE = 'a'>", "<p S = 'a'>"],
  ['<p/style="a"/onload="b">', '<p/S="a"/O="b">'],
  ['<p data-style="a">', '<p data-style="a">'],
  ['<p style>', '<p S>'],
  ['<p>', '<p>'],
])('the attributes of %j renamed are %j', (tag, renamed) => {
  const nameFor = (name: string) => (name === 'style' ? 'S' : name.startsWith('on') ? 'O' : null)
  expect(renameAttributes(tag, nameFor)).toBe(renamed)
})
