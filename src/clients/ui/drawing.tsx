/** A line drawing of 24 by 24 units, one of drawings.ts. It is decoration: the words beside it carry the meaning. */
export function Drawing({ path, size = 22 }: { readonly path: string; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  )
}
