/** The pages' own colours that a brand colour has to stand out from; `tokens.css` has the same. */
const lightPage = '#f3f5f4'
const darkSurface = '#1b2220'
/** WCAG 2.2 success criterion 1.4.3 asks for 4.5; the rest is for tinted backgrounds. */
const minContrast = 5

/** An organisation's colour for light and for dark pages: its hue, made darker or lighter until text in it is readable. */
export interface BrandColours {
  readonly onLight: string
  readonly onDark: string
}

/** `colour` is `#rrggbb`. White text on `onLight` and near-black text on `onDark` is readable as well. */
export const brandColours = (colour: string): BrandColours => ({
  onLight: shiftUntilReadable(colour, { against: lightPage, towards: 0 }),
  onDark: shiftUntilReadable(colour, { against: darkSurface, towards: 255 }),
})

/** Gives the page the organisation's colour, through the style sheet's custom properties (no style attribute in markup). */
export function applyBrandColour(colour: string, page: HTMLElement): void {
  const { onLight, onDark } = brandColours(colour)
  page.style.setProperty('--brand-on-light', onLight)
  page.style.setProperty('--brand-on-dark', onDark)
}

interface Shift {
  readonly against: string
  /** 0 for darker, 255 for lighter. */
  readonly towards: number
}

function shiftUntilReadable(colour: string, { against, towards }: Shift): string {
  const channels = channelsOf(colour)
  for (let step = 0; step <= 50; step += 1) {
    const shifted = channels.map((channel) => Math.round(channel + ((towards - channel) * step) / 50))
    const candidate = `#${shifted.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
    if (contrastOf(candidate, against) >= minContrast) return candidate
  }
  return towards === 0 ? '#000000' : '#ffffff'
}

/** WCAG 2.2 contrast ratio of two colours, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const channelsOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
