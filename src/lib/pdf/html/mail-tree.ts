import type { TreeAdapter, TreeAdapterTypeMap } from 'parse5'
import { html } from 'parse5'
import type { Token } from 'parse5'

/** A node of a message's HTML. Siblings are linked, so that no step of the parser costs more than its neighbours. */
interface Linked {
  parent: MailParent | null
  previous: MailNode | null
  next: MailNode | null
}

export interface MailText extends Linked {
  readonly kind: 'text'
  text: string
}

export interface MailElement extends Linked {
  readonly kind: 'element'
  /** Lower case, but for names of SVG. */
  readonly tag: string
  readonly space: html.NS
  readonly attributes: Token.Attribute[]
  /** Of a template: what is in it, which no browser shows. */
  content: MailRoot | null
  first: MailNode | null
  last: MailNode | null
}

/** Comments and document types: they take part in parsing, and say nothing to a reader. */
interface MailRemark extends Linked {
  readonly kind: 'remark'
}

export interface MailRoot extends Linked {
  readonly kind: 'root'
  mode: html.DOCUMENT_MODE
  first: MailNode | null
  last: MailNode | null
}

export type MailNode = MailText | MailElement | MailRemark
export type MailParent = MailElement | MailRoot

export type MailTree = TreeAdapterTypeMap<
  MailNode | MailRoot,
  MailParent,
  MailNode,
  MailRoot,
  MailRoot,
  MailElement,
  MailRemark,
  MailText,
  MailElement,
  MailRemark
>

/** What the parser of the HTML standard builds its tree with. */
export const mailTree: TreeAdapter<MailTree> = {
  createDocument: root,
  createDocumentFragment: root,
  createElement: (tag, space, attributes) => ({
    ...unlinked,
    kind: 'element',
    tag,
    space,
    attributes,
    content: null,
    first: null,
    last: null,
  }),
  createCommentNode: remark,
  createTextNode: (text) => ({ ...unlinked, kind: 'text', text }),
  appendChild: (parent, node) => link(node, parent, null),
  insertBefore: (parent, node, reference) => link(node, parent, reference),
  detachNode: detach,
  insertText: (parent, text) => addText(parent, text, null),
  insertTextBefore: addText,
  adoptAttributes: (element, attributes) => {
    const known = new Set(element.attributes.map(({ name }) => name))
    element.attributes.push(...attributes.filter(({ name }) => !known.has(name)))
  },
  setTemplateContent: (template, content) => {
    template.content = content
    content.parent = template
  },
  getTemplateContent: (template) => template.content ?? root(),
  setDocumentType: (document) => link(remark(), document, null),
  setDocumentMode: (document, mode) => {
    document.mode = mode
  },
  getDocumentMode: ({ mode }) => mode,
  getAttrList: ({ attributes }) => attributes,
  getChildNodes: ({ first }) => {
    const nodes: MailNode[] = []
    for (let node = first; node !== null; node = node.next) nodes.push(node)
    return nodes
  },
  getFirstChild: ({ first }) => first,
  getParentNode: ({ parent }) => parent,
  getTagName: ({ tag }) => tag,
  getNamespaceURI: ({ space }) => space,
  getTextNodeContent: ({ text }) => text,
  getCommentNodeContent: () => '',
  getDocumentTypeNodeName: () => '',
  getDocumentTypeNodePublicId: () => '',
  getDocumentTypeNodeSystemId: () => '',
  getNodeSourceCodeLocation: () => null,
  setNodeSourceCodeLocation: () => {},
  updateNodeSourceCodeLocation: () => {},
  isTextNode: (node) => node.kind === 'text',
  isElementNode: (node) => node.kind === 'element',
  isCommentNode: (node) => node.kind === 'remark',
  isDocumentTypeNode: (node) => node.kind === 'remark',
}

const unlinked = { parent: null, previous: null, next: null }

function root(): MailRoot {
  return { ...unlinked, kind: 'root', mode: html.DOCUMENT_MODE.NO_QUIRKS, first: null, last: null }
}

function remark(): MailRemark {
  return { ...unlinked, kind: 'remark' }
}

function addText(parent: MailParent, text: string, before: MailNode | null): void {
  const neighbour = before === null ? parent.last : before.previous
  if (neighbour?.kind === 'text') neighbour.text += text
  else link({ ...unlinked, kind: 'text', text }, parent, before)
}

function link(node: MailNode, parent: MailParent, before: MailNode | null): void {
  const after = before === null ? parent.last : before.previous
  node.parent = parent
  node.previous = after
  node.next = before
  if (after === null) parent.first = node
  else after.next = node
  if (before === null) parent.last = node
  else before.previous = node
}

function detach(node: MailNode): void {
  const { parent, previous, next } = node
  if (parent === null) return
  if (previous === null) parent.first = next
  else previous.next = next
  if (next === null) parent.last = previous
  else next.previous = previous
  node.parent = null
  node.previous = null
  node.next = null
}
