/** One element of the logical structure (ISO 32000-2 section 14.7); written only if something of it was drawn. */
export interface StructureNode {
  readonly type: string
  readonly parent: StructureNode | null
  readonly alt?: string
  readonly scope?: 'Row' | 'Column'
  readonly columnSpan?: number
  readonly rowSpan?: number
  readonly listNumbering?: 'Decimal' | 'Disc'
}

/** A new element under a parent. */
export function node(
  type: string,
  parent: StructureNode | null,
  more: Omit<StructureNode, 'type' | 'parent'> = {},
): StructureNode {
  return { type, parent, ...more }
}
