interface Accent {
  /** Background of the button and the bar at the top. */
  readonly fill: string
  /** Text on `fill`. */
  readonly onFill: string
  /** Links on white. */
  readonly link: string
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast ratio of WCAG 2.2 section 1.4.3, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The organisation's colour with whatever text stays readable on it; links keep to it only when it is dark enough. */
export function accentOf(primaryColour: string): Accent {
  const fill = /^#[0-9a-f]{6}$/i.test(primaryColour) ? primaryColour.toLowerCase() : '#1f4e79'
  const onFill = contrast(fill, '#ffffff') >= 4.5 ? '#ffffff' : '#000000'
  return { fill, onFill, link: contrast(fill, '#ffffff') >= 4.5 ? fill : '#1f4e79' }
}
