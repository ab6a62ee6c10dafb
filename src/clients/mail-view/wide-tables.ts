/** Puts each outermost table of a mail into a box in which it can be scrolled. */
export function boxTables(content: DocumentFragment): readonly HTMLElement[] {
  const outermost = [...content.querySelectorAll('table:not(table table)')]
  return outermost.map((table) => {
    const box = table.ownerDocument.createElement('div')
    box.className = 'sealpost-wide'
    table.replaceWith(box)
    box.append(table)
    return box
  })
}

/** What scrolls can be reached with the keyboard, and only that. */
export function watchWideTables(boxes: readonly HTMLElement[]): () => void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0')
      else target.removeAttribute('tabindex')
    }
  })
  for (const box of boxes) observer.observe(box)
  return () => observer.disconnect()
}
