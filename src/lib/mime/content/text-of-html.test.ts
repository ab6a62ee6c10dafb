import { describe, expect, test } from 'vitest'
import { isBlankHtml, textOfHtml } from './text-of-html.ts'

describe('the words of HTML', () => {
  test.each([
    ['what stands for a script', '<noscript>one</noscript>two', 'onetwo'],
    [
      'what stands for frames and plug-ins',
      '<iframe src=x>one</iframe><noembed>two</noembed><noframes><p>three</p></noframes>',
      'onetwo\nthree',
    ],
    ['what stands for a player', '<video>one</video> <object>two</object>', 'one two'],
    ['what follows a title that nobody closed', '<title>one<p>two', 'one\ntwo'],
    ['what follows a template that nobody closed', '<template>one<p>two', 'one\ntwo'],
    [
      'texts as they were typed',
      '<textarea>one <b>two</b>\nthree &amp; four</textarea><xmp><i>five</xmp>six',
      'one <b>two</b>\nthree & four\n<i>five\nsix',
    ],
    ['texts as they were typed to the end', '<textarea>one <b>', 'one <b>'],
    ['plain text to the end', '<plaintext>one</plaintext>two', 'one</plaintext>two'],
    ['what follows an odd end of a comment', '<!-- no --!>one<!-->two<!--->three', 'onetwothree'],
    ['what follows a sign in a value', '<img alt="a > b">one', 'a > bone'],
    [
      'choices and fields',
      '<select><option>one<option selected>two</select><input value=three>',
      '○ one\n● two\nthree',
    ],
    ['drawings and formulas', '<svg><title>no</title><text>one</text></svg> <math><mi>two</mi></math>', 'one two'],
    ['signs that begin no tag', '1 < 2 and 3 <', '1 < 2 and 3 <'],
    ['paragraphs that nobody closed', '<p>one<p>two<div>three', 'one\ntwo\nthree'],
  ])('hold %s', (_what, html, words) => {
    expect(textOfHtml(html)).toBe(words)
    expect(isBlankHtml(html)).toBe(false)
  })

  test.each([
    ['a title', '<title>no</title>'],
    ['a template', '<template>no</template>'],
    ['suggestions', '<datalist><option>no</datalist>'],
    ['a style sheet that never ends', '<style>no<p>no'],
    ['a script that never ends', '<script>no</p>no'],
    ['a comment that never ends', '<!-- no <p>no'],
    ['a tag that never ends', '<p title="no'],
    ['declarations', '<!doctype html><?xml no?><![CDATA[no]]>'],
  ])('do not hold %s', (_what, html) => {
    expect(textOfHtml(html)).toBe('')
    expect(isBlankHtml(html)).toBe(true)
  })
})
