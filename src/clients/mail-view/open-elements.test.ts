import { describe, expect, test } from 'vitest'
import { setStylesAside } from './set-styles-aside.ts'

const calm = (html: string) => setStylesAside(html).html
const count = (html: string, tag: string) => html.split(tag).length - 1

describe('what a browser is given to parse', () => {
  test.each(['<div>', '<b><i>', '<table><tr><td>', '<span>', '<svg>', '<blockquote><div>'])(
    'has %s in no great depth, and all of the text',
    (opening) => {
      const html = calm(`${`${opening}x`.repeat(20_000)}end`)
      for (const tag of opening.match(/<\w+>/g) ?? []) {
        if (tag !== '<tr>' && tag !== '<td>') expect(count(html, tag)).toBeLessThanOrEqual(256)
      }
      expect(count(html, 'x')).toBe(20_000)
      expect(html).toContain('end')
    },
  )

  test('does not open the looks of letters again without end', () => {
    const looks = Array.from({ length: 200 }, (_none, index) => `<font color=${index}>`).join('')
    const html = calm(`${looks}${'<p>x'.repeat(50_000)}<b>y</b>`)
    const closedAt = html.indexOf('</font>'.repeat(200))
    expect(closedAt).toBeGreaterThan(0)
    expect(count(html.slice(0, closedAt), '<p>') * 200).toBeLessThan(600_000)
    expect(count(html, '<p>x')).toBe(50_000)
    expect(html).toMatch(/xy$/)
  })

  test.each([
    ['paragraphs that nobody closes', '<p>x'.repeat(5000)],
    ['items and rows that nobody closes', `<ul>${'<li>x'.repeat(2000)}</ul><table>${'<tr><td>x'.repeat(2000)}</table>`],
    ['elements that are closed', '<div><table><tr><td><b><i>x</i></b></td></tr></table></div>'.repeat(3000)],
    ['links that nobody closes', '<a href="https://x.example/">x'.repeat(1000)],
    ['an answer to an answer, sixty deep', `${'<blockquote><div>x'.repeat(60)}${'</div></blockquote>'.repeat(60)}`],
    ['ends in the wrong order', '<b><i>x</b></i><div><span>x</div></span>'.repeat(500)],
    ['looks that are not closed with their block', '<div><font color=red>x</div>'.repeat(100)],
  ])('is all there of %s', (_what, html) => {
    expect(calm(html)).toBe(html)
  })
})
