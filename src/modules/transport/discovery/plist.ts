import { element, xmlDocument, type Markup } from './xml.ts'

export type PlistValue = string | number | boolean | readonly PlistValue[] | { readonly [key: string]: PlistValue }

const doctype =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'

const isList = (value: PlistValue): value is readonly PlistValue[] => Array.isArray(value)

function write(value: PlistValue): Markup {
  if (typeof value === 'string') return element('string', value)
  if (typeof value === 'number') return element('integer', String(value))
  if (typeof value === 'boolean') return { markup: value ? '<true/>' : '<false/>' }
  if (isList(value)) return element('array', value.map(write))
  return element(
    'dict',
    Object.entries(value).flatMap(([key, inner]) => [element('key', key), write(inner)]),
  )
}

/** A property list in XML. Numbers are integers. */
export const writePlist = (value: PlistValue): string =>
  xmlDocument(element('plist', [write(value)], { version: '1.0' }), doctype)
