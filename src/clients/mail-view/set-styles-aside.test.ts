import { describe, expect, test } from 'vitest'
import { setStylesAside } from './set-styles-aside.ts'

describe('styles and handlers are set aside before parsing', () => {
  test.each([
    ['<p style="color:red">a</p>', '<p data-mail-style="color:red">a</p>'],
    ["<img src=x ONERROR='a()' Style='b'>", "<img src=x data-ignored='a()' data-mail-style='b'>"],
    ['<p title="a style=b">style=c</p>', '<p title="a style=b">style=c</p>'],
    ['<p class="a"style="b">', '<p class="a"data-mail-style="b">'],
    ['<svg/onload=a()>', '<svg/data-ignored=a()>'],
    ['a < b style= c', 'a < b style= c'],
  ])('%s', (html, expected) => {
    expect(setStylesAside(html).html).toBe(expected)
  })

  test('style sheets are gathered', () => {
    expect(setStylesAside('<style type="text/css">a{}</style>x<STYLE>b{}</STYLE >')).toEqual({
      html: 'x',
      styleSheet: 'a{}\nb{}',
    })
  })

  test.each([
    ['<script>write("<style>")</script><p>text</p>', '<script>write("<style>")</script><p>text</p>'],
    ['<title><style></title><p>text</p>', '<title><style></title><p>text</p>'],
    ['<!-- <style> --><p>text</p>', '<!-- <style> --><p>text</p>'],
    ['<p title="<style>">text</p>', '<p title="<style>">text</p>'],
    ['<p>text</p><style>a{', '<p>text</p>'],
    ['<p>text</p><textarea><style>', '<p>text</p><textarea><style>'],
  ])('and no text goes with them: %s', (html, expected) => {
    expect(setStylesAside(html).html).toBe(expected)
  })
})
