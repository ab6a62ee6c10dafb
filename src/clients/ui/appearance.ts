/** How a client looks to one person, in one browser: kept there, because a screen decides it more than a person does. */
export interface Appearance {
  /** `system` follows the reader's system, also when that changes. */
  readonly look: 'system' | 'light' | 'dark'
  readonly density: 'comfortable' | 'compact'
}

export const looks = ['system', 'light', 'dark'] as const satisfies readonly Appearance['look'][]
export const densities = ['comfortable', 'compact'] as const satisfies readonly Appearance['density'][]

const storageKey = 'sealpost-appearance'

/** The choice made earlier in this browser; whatever is not understood of it counts as not chosen. */
export function keptAppearance(): Appearance {
  const words = (readKept() ?? '').split(' ')
  return {
    look: looks.find((look) => words.includes(look)) ?? 'system',
    density: densities.find((density) => words.includes(density)) ?? 'comfortable',
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** Gives the page its look, through attributes that tokens.css and tokens-work.css know. */
export function applyAppearance({ look, density }: Appearance, page: HTMLElement): void {
  page.dataset['look'] = look
  page.dataset['density'] = density
}

/** Keeps the choice for this browser's next visit. */
export function keepAppearance({ look, density }: Appearance): void {
  try {
    localStorage.setItem(storageKey, `${look} ${density}`)
  } catch {
    // A browser that stores nothing asks again next time; the choice holds for this page.
  }
}

/** Gives the page inside a frame the look of the page around it, also when that changes, until the returned function is called. */
export function followLook(inside: HTMLElement): () => void {
  const around = globalThis.document.documentElement
  const follow = () => {
    if (around.dataset['look'] === undefined) delete inside.dataset['look']
    else inside.dataset['look'] = around.dataset['look']
  }
  const observer = new MutationObserver(follow)
  observer.observe(around, { attributeFilter: ['data-look'] })
  follow()
  return () => observer.disconnect()
}
