import type { PdfFile, PdfPage } from '../file/pdf-file.ts'
import { text } from '../file/pdf-value.ts'
import type { PdfReference, PdfValue } from '../file/pdf-value.ts'
import type { StructureNode } from './structure-node.ts'

type Kid =
  | { readonly node: StructureNode }
  | { readonly page: number; readonly content: number }
  | { readonly page: number; readonly annotation: PdfReference }

interface Element {
  readonly kids: Kid[]
  readonly reference: PdfReference
}

/**
 * The logical structure (ISO 32000-2 section 14.7), built while pages are drawn: an element enters the tree with the
 * first thing drawn for it, so that nothing empty and nothing beyond the last page is in it.
 */
export class StructureTree {
  readonly #file: PdfFile
  readonly #elements = new Map<StructureNode, Element>()
  readonly #pages: StructureNode[][] = []
  readonly #annotations: StructureNode[] = []
  readonly #roots: StructureNode[] = []

  constructor(file: PdfFile) {
    this.#file = file
  }

  /** Number for the marked content that is about to be drawn for a node on a page. */
  addContent(node: StructureNode, page: number): number {
    const onPage = (this.#pages[page] ??= [])
    const content = onPage.push(node) - 1
    this.#elementOf(node).kids.push({ page, content })
    return content
  }

  /** Ties an annotation to its node; the number belongs into its StructParent. */
  addAnnotation(node: StructureNode, page: number, annotation: PdfReference): void {
    this.#elementOf(node).kids.push({ page, annotation })
    annotation.data['StructParent'] = -1 - this.#annotations.length
    this.#annotations.push(node)
  }

  /** Ties everything together; pages and annotations learn their numbers in the tree. */
  write(pages: readonly PdfPage[], annotations: readonly PdfReference[]): void {
    const root = this.#file.ref({ Type: 'StructTreeRoot' })
    const numbers: PdfValue[] = []
    for (const [index, page] of pages.entries()) {
      page.dictionary.data['StructParents'] = index
      page.dictionary.data['Tabs'] = 'S'
      numbers.push(
        index,
        (this.#pages[index] ?? []).map((owner) => this.#elementOf(owner).reference),
      )
    }
    for (const annotation of annotations) {
      const place = -1 - Number(annotation.data['StructParent'])
      annotation.data['StructParent'] = pages.length + place
    }
    for (const [place, owner] of this.#annotations.entries())
      numbers.push(pages.length + place, this.#elementOf(owner).reference)
    root.data['ParentTree'] = this.#file.ref({ Nums: numbers })
    root.data['ParentTreeNextKey'] = pages.length + this.#annotations.length
    root.data['K'] = this.#roots.map((top) => this.#elementOf(top).reference)
    for (const [owner, element] of this.#elements) this.#writeElement(owner, element, { pages, root })
    this.#file.root['StructTreeRoot'] = root
    this.#file.root['MarkInfo'] = { Marked: true }
  }

  #elementOf(node: StructureNode): Element {
    const known = this.#elements.get(node)
    if (known !== undefined) return known
    const element = { kids: [], reference: this.#file.ref({ Type: 'StructElem', S: node.type }) }
    this.#elements.set(node, element)
    if (node.parent === null) this.#roots.push(node)
    else this.#elementOf(node.parent).kids.push({ node })
    return element
  }

  #writeElement(node: StructureNode, element: Element, tree: { pages: readonly PdfPage[]; root: PdfReference }): void {
    const { data } = element.reference
    data['P'] = node.parent === null ? tree.root : this.#elementOf(node.parent).reference
    const first = element.kids.find((kid) => 'page' in kid)
    const page = first !== undefined && 'page' in first ? first.page : -1
    if (page !== -1) data['Pg'] = tree.pages[page]?.dictionary
    data['K'] = element.kids.map((kid) => {
      if ('node' in kid) return this.#elementOf(kid.node).reference
      const on = tree.pages[kid.page]?.dictionary
      if ('annotation' in kid) return { Type: 'OBJR', Obj: kid.annotation, Pg: on }
      return kid.page === page ? kid.content : { Type: 'MCR', Pg: on, MCID: kid.content }
    })
    if (node.alt !== undefined) data['Alt'] = text(node.alt)
    const attributes = attributesOf(node)
    if (attributes !== null) data['A'] = attributes
  }
}

function attributesOf(node: StructureNode): Record<string, PdfValue | undefined> | null {
  if (node.listNumbering !== undefined) return { O: 'List', ListNumbering: node.listNumbering }
  if (node.type === 'Figure') return { O: 'Layout', Placement: 'Inline' }
  if (node.scope === undefined && node.columnSpan === undefined && node.rowSpan === undefined) return null
  return { O: 'Table', Scope: node.scope, ColSpan: node.columnSpan, RowSpan: node.rowSpan }
}
