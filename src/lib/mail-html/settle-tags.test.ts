import { describe, expect, test } from 'vitest'
import { fieldText } from './element-rules.ts'
import { settleTags } from './settle-tags.ts'

describe('what a parser would lose is settled before', () => {
  test.each([
    ['a substitute for a script', '<noscript class=a>one</noscript>', '<mail-substitute>one</mail-substitute>'],
    ['a substitute for a frame', '<iframe src=x>one<p>two', '<mail-substitute>one<p>two'],
    ['frames', '<frameset><frame src=x><noframes>one</noframes></frameset>', '<mail-substitute>one</mail-substitute>'],
    ['choices', '<select><option>one</select>two', '<option>one</option>two'],
    ['a title that nobody closed', '<title>one<title><p>two', 'one<p>two'],
    ['a template that nobody closed', '<template>a</template><template>one', '<template>a</template>one'],
    ['suggestions that nobody closed', '<datalist><option>one', '<option>one'],
  ])('of %s', (_what, html, settled) => {
    expect(settleTags(html)).toBe(settled)
  })

  test.each([
    '<title>a<iframe></title><p>b',
    '<script>"<select>"</script><style><title></style>',
    '<textarea><noscript></textarea><xmp><iframe></xmp><!-- <select> --><p title="<title>">',
    '<textarea><select>',
    '<plaintext><select>',
  ])('and nothing else is touched: %s', (html) => {
    expect(settleTags(html)).toBe(html)
  })
})

test.each([
  [{ value: 'one' }, 'one'],
  [{ placeholder: 'one' }, 'one'],
  [{ type: 'CHECKBOX', checked: '' }, '[x] '],
  [{ type: 'radio' }, '○ '],
  [{ type: 'hidden', value: 'no' }, ''],
  [{ type: 'password', value: 'no' }, ''],
])('a field %j shows %j', (attributes: Readonly<Record<string, string>>, shown) => {
  expect(fieldText((name) => attributes[name] ?? null)).toBe(shown)
})
