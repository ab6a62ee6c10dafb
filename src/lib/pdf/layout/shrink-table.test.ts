import { expect, it } from 'vitest'
import { noImages } from '../../../../test/harness/pdf-tools.ts'
import { htmlBlocks } from '../html/html-blocks.ts'
import { shrinkTable } from './shrink-table.ts'

it('a shrunk table has the same words in smaller letters, lists and tables in it too', () => {
  const source = '<table border=1><tr><td>a<ul><li>b</ul><td><blockquote>c</blockquote></table>'
  const [table] = htmlBlocks(
    source,
    noImages((name) => name),
  ).blocks
  if (table?.kind !== 'table') throw new Error('there is no table')
  const before = JSON.stringify(table)
  const after = JSON.stringify(shrinkTable(table, 0.8))
  expect(before.match(/"size":10\.5/g)).toHaveLength(3)
  expect(after).toBe(before.replaceAll('"size":10.5', '"size":8.4'))
})
