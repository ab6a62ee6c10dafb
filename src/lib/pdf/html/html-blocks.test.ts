import { describe, expect, it } from 'vitest'
import { noImages } from '../../../../test/harness/pdf-tools.ts'
import type { Block, Inline } from '../model/blocks.ts'
import { htmlBlocks } from './html-blocks.ts'

const parse = (html: string) =>
  htmlBlocks(
    html,
    noImages((name) => `[${name}]`),
  )
const textOf = (inlines: readonly Inline[]): string =>
  inlines.map((inline) => (inline.kind === 'text' ? inline.text : inline.kind === 'break' ? '\n' : '[image]')).join('')

/** Blocks in a short form that reads like the page. */
function outline(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return block.role === 'P' ? textOf(block.inlines) : { [block.role]: textOf(block.inlines) }
      case 'list':
        return { [block.start === null ? 'ul' : `ol${block.start}`]: block.items.map((item) => outline(item)) }
      case 'box':
        return { [block.look]: outline(block.blocks) }
      case 'table':
        return { [block.look]: block.rows.map((row) => row.cells.map((cell) => outline(cell.blocks))) }
      case 'rule':
        return '---'
    }
  })
}
const shape = (html: string): unknown[] => outline(parse(html).blocks)

describe('htmlBlocks', () => {
  it('makes paragraphs and headings, with the title of the page as the only first one', () => {
    expect(shape('<h1>Befund</h1><p>Guten  Tag,\n Frau <b>Weber</b></p>text')).toEqual([
      { H2: 'Befund' },
      'Guten Tag, Frau Weber',
      'text',
    ])
  })

  it('leaves out head, scripts, styles, comments and what is hidden', () => {
    const html =
      '<head><title>t</title><style>p{}</style></head><script>x</script><!--[if mso]>no<![endif]--><div style="display:none">no</div><p>yes</p>'
    expect(shape(html)).toEqual(['yes'])
  })

  it('makes two line ends a blank line and drops those before the end of a block', () => {
    expect(shape('<p>a<br>b<br><br>c<br></p>')).toEqual(['a\nb', 'c'])
  })

  it('nests lists, also those put between items', () => {
    expect(shape('<ul><li>a<ol start=3><li>b</ol><li>c<ul><li>d</ul></ul>')).toEqual([
      {
        ul: [
          ['a', { ol3: [['b']] }],
          ['c', { ul: [['d']] }],
        ],
      },
    ])
    expect(shape('<ul><li>a</li><ul><li>b</li></ul></ul>')).toEqual([{ ul: [['a', { ul: [['b']] }]] }])
  })

  it('keeps quotations, and the bar and the line that Outlook draws instead', () => {
    expect(shape('<blockquote>a<blockquote>b</blockquote></blockquote>')).toEqual([{ quote: ['a', { quote: ['b'] }] }])
    expect(shape('<div style="border-left:solid blue 1.5pt">a</div>')).toEqual([{ quote: ['a'] }])
    expect(shape('<p>a</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">b</div>')).toEqual(['a', '---', 'b'])
  })

  it('tells tables of data from tables for columns and dissolves those of one column', () => {
    expect(shape('<table border=1><tr><td>a<td>b</table>')).toEqual([{ data: [[['a'], ['b']]] }])
    expect(shape('<table><tr><td>a<td>b</table>')).toEqual([{ layout: [[['a'], ['b']]] }])
    expect(shape('<table><tr><td><table><tr><td>a</table><tr><td>b</table>')).toEqual(['a', 'b'])
  })

  it('closes rows and cells that nobody closed and puts text between cells before the table', () => {
    expect(shape('<table border=1>x<tr><td>a<tr><td>b<td>c</table>y')).toEqual([
      'x',
      { data: [[['a']], [['b'], ['c']]] },
      'y',
    ])
  })

  it('repairs crossed tags', () => {
    const { blocks } = parse('<b>a<p>b</b>c</p>')
    expect(outline(blocks)).toEqual(['a', 'bc'])
    const last = blocks[1]
    expect(
      last?.kind === 'paragraph' && last.inlines.map((inline) => inline.kind === 'text' && inline.style.isBold),
    ).toEqual([true, false])
  })

  it('shows the address of a link that says something else, long ones by number', () => {
    expect(shape('<a href="https://example.org/x">hier</a>')).toEqual(['hier (\u2066example.org/x\u2069)'])
    expect(shape('<a href="https://example.org/x">example.org/x</a>')).toEqual(['example.org/x'])
    expect(shape('<a href="https://bank.example">https://evil.example</a>')).toEqual([
      'https://evil.example (\u2066bank.example\u2069)',
    ])
    const long = `https://example.org/${'x'.repeat(80)}`
    const { blocks, addresses } = parse(`<a href="${long}">a</a> <a href="${long}">b</a>`)
    expect(outline(blocks)).toEqual(['a[1] b[1]'])
    expect(addresses).toEqual([long])
  })

  it('makes no link of anything but web pages and mail addresses', () => {
    for (const href of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', '#top', 'ftp://a'])
      expect(JSON.stringify(parse(`<a href="${href}">a</a>`).blocks)).not.toContain(href)
  })

  it('replaces remote images by their alternative text and drops counting pixels', () => {
    expect(
      shape('<img src="https://a.example/x.png" alt="Logo"><img src="http://t.example/o.gif" width=1 height=1 alt=x>'),
    ).toEqual(['Logo'])
    expect(shape('<p><img src="cid:missing" alt="Plan"> <img src="cid:missing"></p>')).toEqual(['[Plan] []'])
  })

  it('keeps the lines of preformatted text', () => {
    expect(shape('<pre>a\n  b</pre>')).toEqual([{ code: [{ Code: 'a\u2028  b' }] }])
  })

  it.each([
    ['a head nobody closed', '<head><style>p{}</style><body><p>one', ['one']],
    ['a title nobody closed', '<title>one<p>two', ['one', 'two']],
    ['two of them', '<title>one<title><p>two</p>', ['one', 'two']],
    ['a frame nobody closed', '<p>one<iframe src="https://a.example/"><p>two', ['one', 'two']],
    ['what stands for frames and plug-ins', '<noembed>one</noembed><noframes><p>two</noframes>', ['one', 'two']],
    ['frames', '<frameset><frame src=x><noframes><body><p>one</body></noframes></frameset>', ['one']],
    ['a template nobody closed', '<p>one<template><p>two</p>three', ['one', 'two', 'three']],
    [
      'a map, an object and a drawing nobody closed',
      '<map><p>one<object><p>two<svg><circle/><p>three',
      ['one', 'two', 'three'],
    ],
    ['a list of choices nobody closed', '<select><option>one<option selected>two<p>three', ['○ one', '● two', 'three']],
    ['choices and what follows them', '<select><optgroup label=a><option>b</select><p>c', ['a', '○ b', 'c']],
    [
      'fields',
      '<p><input value=one> <input type=checkbox checked>two <input type=hidden value=no><input placeholder=three>',
      ['one [x] two three'],
    ],
    [
      'texts as they were typed',
      '<textarea>one\n two</textarea><xmp><b>three</xmp>',
      [{ code: [{ Code: 'one\u2028 two' }] }, { code: [{ Code: '<b>three' }] }],
    ],
    [
      'what stands for a player, a plug-in, a script',
      '<video>one</video><noscript>two</noscript><canvas>three</canvas>',
      ['one', 'twothree'],
    ],
    ['a closed detail', '<details><summary>one</summary>two</details>', ['one', 'two']],
    [
      'a drawing and a formula',
      '<svg><title>no</title><text>one</text></svg><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>',
      ['one', '1/2'],
    ],
    ['a reading and a quotation', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><q>one</q>', ['漢 (kan) “one”']],
    ['blocks by their style', '<a style="display:block">one</a><span style="display:block">two</span>', ['one', 'two']],
    [
      'what only Outlook hides',
      '<!--[if mso]>no<![endif]--><![if !mso]><p style="mso-hide:all">one</p><![endif]>',
      ['one'],
    ],
    [
      'letters with a size in a cell without',
      '<table><td style="font-size:0">no <b style="font-size:14px">one</b></table>',
      ['one'],
    ],
    [
      'what is visible inside what is not',
      '<div style="visibility:hidden">no<p style="visibility:visible">one',
      ['one'],
    ],
  ])('shows %s', (_what, source, expected) => {
    expect(shape(source)).toEqual(expected)
  })

  it('counts the items of a list as its author wished', () => {
    const labels = (source: string) => parse(source).blocks.map((block) => block.kind === 'list' && block.labels)
    expect(labels('<ol type=a start=3><li>x<li value=26>x<li>x</ol>')).toEqual([['c.', 'z.', 'aa.']])
    expect(labels('<ol reversed><li>x<li>x<li>x</ol>')).toEqual([['3.', '2.', '1.']])
    expect(labels('<ol style="list-style-type:upper-roman" start=14><li>x</ol>')).toEqual([['XIV.']])
    expect(labels('<ul style="list-style:none"><li>x</ul><ul><li>x</ul>')).toEqual([[''], ['•']])
  })

  it('isolates text of the other direction', () => {
    expect(shape('<p dir=rtl>טל <span dir=ltr>+49 30</span></p>')).toEqual(['טל \u2066+49 30\u2069'])
  })

  it('is done soon with whatever is nested too deep', () => {
    for (const tag of ['<div>', '<b>', '<table><tr><td>', '<ul><li>', '<blockquote>', '<a href="https://a.example">'])
      expect(JSON.stringify(shape(`${tag.repeat(4_000)}text`))).toContain('text')
  })
})
