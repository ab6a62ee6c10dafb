import type { Block, Paragraph, Table, TableCell, TextStyle } from './model/blocks.ts'
import { bodyStyle, colours, sizes } from './model/look.ts'
import type { ListedFile, PdfDocument } from './pdf-document.ts'
import { sizeText, wordings } from './wording.ts'
import type { Language } from './wording.ts'

const label: TextStyle = { ...bodyStyle, size: sizes.label, colour: colours.soft }
const value: TextStyle = { ...bodyStyle, size: 10 }
const quiet: TextStyle = { ...bodyStyle, size: sizes.small, colour: colours.soft }

/** What stands over the body: title, who wrote to whom and when, notices. */
export function openingBlocks(
  document: PdfDocument,
  { title, notices }: { title: string; notices: readonly string[] },
): readonly Block[] {
  const fields = document.headers.filter((header) => header.value !== title && header.value.trim() !== '')
  return [
    paragraph(title, { ...bodyStyle, size: sizes.title, isBold: true }, { role: 'H1', after: 10 }),
    ...(fields.length === 0 ? [] : [fieldTable(fields)]),
    { kind: 'rule' },
    ...notices.map((notice): Block => ({
      kind: 'box',
      look: 'notice',
      shade: null,
      direction: null,
      blocks: [paragraph(notice, bodyStyle, {})],
    })),
    ...(notices.length === 0 ? [] : [paragraph('', bodyStyle, { after: 2 })]),
  ]
}

/** What stands under the body: the list of attachments. */
export function closingBlocks(attachments: readonly ListedFile[], language: Language): readonly Block[] {
  if (attachments.length === 0) return []
  const items = attachments.map((attachment): readonly Block[] => [
    {
      ...paragraph(attachment.name, value, {}),
      inlines: [
        { kind: 'text', text: attachment.name, style: value },
        { kind: 'text', text: `  ${sizeText(attachment.sizeBytes, language)}`, style: quiet },
      ],
    },
  ])
  const heading = wordings[language].attachments(items.length)
  return [
    paragraph('', bodyStyle, { after: 4 }),
    { kind: 'rule' },
    paragraph(heading, { ...bodyStyle, size: 11, isBold: true }, { role: 'H2', before: 6, after: 4 }),
    { kind: 'list', start: null, items, direction: null },
  ]
}

/** The addresses that links of the text name by number. */
export function addressBlocks(addresses: readonly string[], heading: string): readonly Block[] {
  const style: TextStyle = { ...quiet, size: 8.5 }
  const items = addresses.map((address): readonly Block[] => [paragraph(address, { ...style, link: address }, {})])
  return [
    paragraph(
      heading,
      { ...bodyStyle, size: 9.5, isBold: true, colour: colours.soft },
      { role: 'H2', before: 18, after: 4 },
    ),
    { kind: 'list', start: 1, items, direction: 'ltr' },
  ]
}

function fieldTable(fields: PdfDocument['headers']): Table {
  const cell = (text: string, style: TextStyle, isHeader: boolean): TableCell => ({
    blocks: [paragraph(text, style, {})],
    isHeader,
    columnSpan: 1,
    rowSpan: 1,
    shade: null,
    width: null,
    verticalAlign: 'top',
  })
  const rows = fields.map((field) => ({
    isHead: false,
    cells: [cell(field.label, label, true), cell(field.value, value, false)],
  }))
  return { kind: 'table', look: 'fields', rows, isWide: false, align: 'left', direction: null }
}

/** A paragraph of one look. */
export function paragraph(text: string, style: TextStyle, more: Partial<Paragraph>): Paragraph {
  const inlines = text === '' ? [] : [{ kind: 'text' as const, text, style }]
  return { kind: 'paragraph', role: 'P', inlines, align: null, direction: null, before: 0, after: 0, ...more }
}
