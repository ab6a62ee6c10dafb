import type { TextStyle } from './blocks.ts'

/** A4 in points, and the margins: a measure of about 85 characters. */
export const page = { width: 595.28, height: 841.89, left: 66, right: 66, top: 62, bottom: 70 } as const

export const contentWidth = page.width - page.left - page.right

export const colours = {
  ink: '1f2328',
  soft: '5b6470',
  faint: '8a929c',
  link: '1a4f8a',
  hairline: 'd4d9df',
  strongLine: 'aab2bc',
  rail: 'c3cad3',
  code: 'f3f4f6',
  notice: 'fdf6e3',
  noticeRail: 'd9a441',
  header: 'f3f5f8',
} as const

export const sizes = { body: 10.5, small: 9, label: 9, title: 17, footer: 8 } as const

/** Sizes of headings inside a message; the title of the page is the only H1. */
export const headingSizes = { H1: 17, H2: 15, H3: 13, H4: 11.5, H5: 10.5, H6: 10.5 } as const

export const bodyStyle: TextStyle = {
  size: sizes.body,
  isBold: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
  isMono: false,
  colour: colours.ink,
  shade: null,
  link: null,
  shift: 'none',
}
