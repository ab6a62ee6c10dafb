import { EndTags, nextTag, type HtmlTag } from '../text/index.ts'
import { passedElements, substituteElements, verbatimElements } from './element-rules.ts'

/** What looks like a tag in these is text, up to their own end tag. */
const textOnly = new Set(['script', 'style', 'title', ...verbatimElements])

/**
 * HTML in which a parser loses nothing that a reader of mail shows: what stands for a script, a frame or a plug-in becomes
 * HTML like any other; tags of choices and frames, in which a parser drops others, go, and so do those of a title, a
 * template and suggestions that nobody closed. Text never goes. One pass.
 */
export function settleTags(html: string): string {
  const kept: string[] = []
  const ends = new EndTags(html)
  /** Where the start tags of what is not seen are kept while it is open. */
  const open = new Map<string, number[]>([
    ['template', []],
    ['datalist', []],
  ])
  let at = 0
  for (let tag = nextTag(html, 0); tag !== null; tag = nextTag(html, at)) {
    kept.push(html.slice(at, tag.start))
    at = tag.end
    if (textOnly.has(tag.name) && !tag.isEnd) {
      const end = tag.name === 'plaintext' ? null : ends.next(tag.name, tag.end)
      if (end === null && tag.name === 'title') continue
      at = end?.start ?? html.length
      kept.push(html.slice(tag.start, at))
      continue
    }
    kept.push(settled(tag, html))
    const places = open.get(tag.name)
    if (tag.isEnd) places?.pop()
    else places?.push(kept.length - 1)
  }
  for (const place of [...open.values()].flat()) kept[place] = ''
  return [...kept, html.slice(at)].join('')
}

function settled({ name, isEnd, start, end }: HtmlTag, html: string): string {
  if (substituteElements.has(name)) return isEnd ? '</mail-substitute>' : '<mail-substitute>'
  if (name === 'select' && isEnd) return '</option>'
  return passedElements.has(name) ? '' : html.slice(start, end)
}
