import fc from 'fast-check'

/** Elements of HTML, of its past, of drawings and formulas, of mail programs, and none. */
export const htmlTags = (
  'html head body map svg math object select textarea xmp title noscript template iframe video audio canvas table tbody ' +
  'tr td th caption colgroup col a b i u s font big small code center form fieldset legend button label details summary ' +
  'dialog ul ol li dl dt dd pre listing blockquote q span div p h1 h6 marquee nobr ruby rt rp rb frameset frame noframes ' +
  'noembed applet embed picture figure figcaption menu dir optgroup option datalist plaintext o:p v:roundrect section ' +
  'main hgroup search slot portal unknown-one image isindex keygen area param source track meter progress output bdo bdi'
).split(' ')

/** Each in the ways that people leave it unfinished or in the wrong place. */
export const htmlShapes: readonly ((tag: string) => string)[] = [
  (tag) => `<p>one <${tag}>two<p>three</p>four`,
  (tag) => `<${tag}>one</${tag}> two<div>three`,
  (tag) => `<table><tr><td>one <${tag}>two</td><td>three</td></tr></table>four`,
  (tag) => `<table><${tag}>one<tr><td>two</td></tr></table>three`,
  (tag) => `<head><${tag}></head><body>one<p>two`,
  (tag) => `<svg><${tag}>one</svg><p>two</p>three`,
  (tag) => `<svg><text y=20>one <${tag}>two</text></svg><p>three`,
  (tag) => `<math><${tag}><mi>one</mi></math><p>two`,
  (tag) => `<b>one<${tag}>two</b>three</${tag}>four`,
  (tag) => `<a href="https://a.example/"><${tag}>one<a href="https://b.example/">two</a>three`,
  (tag) => `<${tag}/>one<br/>two`,
  (tag) => `</${tag}>one<p>two</${tag}>three`,
]

/** What hides text, or is meant to and does not. */
export const hidingStyles: readonly string[] = [
  'font-size:0',
  'font-size:0px;line-height:0px',
  'font:0/0 a',
  'visibility:hidden',
  'visibility:collapse',
  'opacity:0',
  'mso-hide:all',
  'max-height:0',
  'max-height:0;overflow:hidden',
  'height:0;overflow:hidden;padding-top:40px',
  'max-width:0;overflow:hidden',
  'width:0;overflow:hidden',
  'display:none;display:block',
  'display:block!important;display:none',
  'display:contents',
  'line-height:0',
  'color:#fff;background:#fff',
  'text-indent:0;letter-spacing:0',
  'font-size:5%',
  'display:table-cell;font-size:0',
]
const part = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...htmlTags).map((tag) => `<${tag}>`) },
  { weight: 2, arbitrary: fc.constantFrom(...htmlTags).map((tag) => `</${tag}>`) },
  { weight: 1, arbitrary: fc.constantFrom(...hidingStyles).map((style) => `<div style="${style}">`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('<!--[if mso]>no<![endif]-->', '<![if !mso]>', '<!-- x -->', '<!doctype html>'),
  },
  { weight: 4, arbitrary: fc.constant('WORD') },
)
/** Tags that are opened, closed and forgotten, with words between them. */
export const htmlMixtures = fc.array(part, { minLength: 5, maxLength: 40 }).map((parts) => {
  let count = 0
  return parts.map((one) => (one === 'WORD' ? ` word${(count += 1)}. ` : one)).join('')
})
