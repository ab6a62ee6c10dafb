import { expect, test } from 'vitest'
import { hasRemoteUrl, setsColour } from './look-into-css.ts'

test.each([
  ['a{background:url(http://x.example/a.png)}', true],
  ['a{background:URL( "https://x.example/a.png" )}', true],
  ["a{background:url('\n//x.example/a.png')}", true],
  ['a{background:url(cid:a@b)}', false],
  ['a{background:url(data:image/png;base64,AA)}', false],
  ['url(url(//x', true],
  ['http://x.example', false],
  ['', false],
])('%j refers to another host: %s', (css, isRemote) => expect(hasRemoteUrl(css)).toBe(isRemote))

test.each([
  ['a{color : red}', true],
  ['a{BACKGROUND:red}', true],
  ['a{background-color:red}', true],
  ['a{colour:red}', false],
  ['.color{margin:0}', false],
  ['background background:', true],
  ['', false],
])('%j sets a colour: %s', (css, isSet) => expect(setsColour(css)).toBe(isSet))
