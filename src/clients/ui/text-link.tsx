import type { MouseEvent, ReactNode } from 'react'

export interface TextLinkProps {
  readonly children: ReactNode
  /** Where it leads within the page, a word without "#". */
  readonly to: string
  readonly onFollow: () => void
}

/** A link to another step of the same page. The address bar stays as it is: it may be all that opens the message. */
export function TextLink({ children, to, onFollow }: TextLinkProps) {
  const follow = (click: MouseEvent) => {
    click.preventDefault()
    onFollow()
  }
  return (
    <a href={`#${to}`} onClick={follow}>
      {children}
    </a>
  )
}
