/** The addresses of the images that a document really shows: loaded, and taking up room where they can be seen. */
export function drawnImages(document: Document): readonly string[] {
  return [...document.images].filter(isDrawn).map((image) => image.src)
}

function isDrawn(image: HTMLImageElement): boolean {
  const { width, height } = image.getBoundingClientRect()
  const isSeen = image.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  return image.complete && image.naturalWidth > 0 && width > 0 && height > 0 && isSeen
}

/** Tells which images are shown, now and whenever one has loaded. Ends with the function it gives. */
export function watchImages(document: Document, tell: (addresses: readonly string[]) => void): () => void {
  const look = (): void => tell(drawnImages(document))
  document.addEventListener('load', look, { capture: true })
  look()
  return () => document.removeEventListener('load', look, { capture: true })
}
