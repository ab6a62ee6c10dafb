import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readTar, writeTar, type ArchiveEntry } from './tar-format.ts'

async function archiveOf(entries: AsyncIterable<ArchiveEntry>): Promise<Buffer> {
  const pieces: Buffer[] = []
  // Copied at once, as a file takes them.
  for await (const piece of writeTar(entries)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

async function* one(piece: Uint8Array) {
  yield piece
}

const sizes = [0, 1, 511, 512, 513, 1_000_000, 9_000_000]
const contents = sizes.map((size, at) => ({ name: `blob/${at}`, content: randomBytes(size) }))

test('entries that share one buffer come back as they were', async () => {
  async function* shared() {
    const buffer = Buffer.alloc(Math.max(...sizes))
    for (const { name, content } of contents) {
      buffer.fill(0).set(content)
      yield { name, content: buffer.subarray(0, content.length) }
    }
    buffer.fill(0)
  }
  const archive = await archiveOf(shared())
  expect(archive.length % 512).toBe(0)
  const read = await Array.fromAsync(readTar(one(archive)))
  expect(read.map(({ name }) => name)).toEqual(contents.map(({ name }) => name))
  for (const [at, { content }] of read.entries()) expect(content.equals(contents[at]?.content ?? content)).toBe(true)
  expect(read.map(({ content }) => content.length)).toEqual(sizes)
})

test('an error of the entries comes out, and ends the archive without its end', async () => {
  async function* failing() {
    yield { name: 'blob/0', content: Buffer.alloc(600) }
    throw new Error('the disk went away')
  }
  const pieces: number[] = []
  const reading = async () => {
    for await (const piece of writeTar(failing())) pieces.push(piece.length)
  }
  await expect(reading()).rejects.toThrow('the disk went away')
  expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(512 + 1024)
})

test('a name that one header does not hold is a mistake of ours', async () => {
  async function* long() {
    yield { name: 'x'.repeat(101), content: Buffer.alloc(1) }
  }
  await expect(archiveOf(long())).rejects.toThrow('one block')
})

/** A header that says how large its entry is, with a check sum that agrees (POSIX.1-1988). */
function headerOf(bytes: number): Buffer {
  const header = Buffer.alloc(512)
  header.write('blob/0')
  header.write('0000600\0', 100)
  header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
  header.write(`${'0'.repeat(11)}\0`, 136)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

test('an entry that says it is larger than memory allows is damage, before anything of it is held', async () => {
  const wanted = { code: 'backup.damaged' }
  await expect(Array.fromAsync(readTar(one(headerOf(400_000_001))))).rejects.toMatchObject(wanted)
  const small = Buffer.concat([headerOf(3), Buffer.alloc(512, 'x'), Buffer.alloc(1024)])
  expect((await Array.fromAsync(readTar(one(small)))).map(({ content }) => content.toString())).toEqual(['xxx'])
})
