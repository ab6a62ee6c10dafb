import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makePdf } from './make-pdf.ts'
import type { PdfAnswer, PdfOrder } from './pdf-order.ts'

const order: PdfOrder = {
  title: 'Befund',
  language: 'de',
  headers: [],
  notices: ['first'],
  body: { kind: 'html', html: '<p>Guten <b>Tag</b></p>' },
  files: [],
}
const bytes = new Uint8Array([1, 2, 3])

/** What each worker says, in turn, to its order; nothing when there is no answer for it. */
let answers: readonly (readonly PdfAnswer[] | 'broken')[] = []
let orders: PdfOrder[] = []
let ended = 0

class ScriptedWorker extends EventTarget {
  postMessage(asked: PdfOrder): void {
    const said = answers[orders.length]
    orders.push(asked)
    if (said === 'broken') this.dispatchEvent(new Event('error'))
    else for (const data of said ?? []) this.dispatchEvent(new MessageEvent('message', { data }))
  }

  terminate(): void {
    ended += 1
  }
}

beforeEach(() => {
  orders = []
  ended = 0
  vi.useFakeTimers()
  vi.stubGlobal('Worker', ScriptedWorker)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a message as PDF on the page', () => {
  test('is what the worker makes of it', async () => {
    answers = [[{ kind: 'working' }, { kind: 'done', bytes }]]
    expect(await makePdf(order, 'words only')).toBe(bytes)
    expect([orders, ended]).toEqual([[order], 1])
  })

  test.each([
    ['fails', [{ kind: 'working' }, { kind: 'failed' }]],
    ['breaks', 'broken'],
    ['never ends', [{ kind: 'working' }]],
  ] as const)('is made of its words when its layout %s, under a notice', async (_what, first) => {
    answers = [first, [{ kind: 'working' }, { kind: 'done', bytes }]]
    const made = makePdf(order, 'words only')
    await vi.runAllTimersAsync()
    expect(await made).toBe(bytes)
    expect(orders[1]).toEqual({
      ...order,
      body: { kind: 'text', text: 'Guten Tag' },
      notices: ['words only', 'first'],
    })
    expect(ended).toBe(2)
  })

  test('is refused when even that is too much', async () => {
    answers = ['broken', 'broken']
    await expect(makePdf(order, 'words only')).rejects.toThrow('cannot be printed')
  })

  test.each([
    ['a font does not arrive', [{ kind: 'unreachable' }]],
    ['the program does not arrive', []],
  ] as const)('is not tried again when %s', async (_what, first) => {
    answers = [first]
    const failure = makePdf(order, 'words only').catch((error: unknown) => error)
    await vi.runAllTimersAsync()
    expect(await failure).toBeInstanceOf(Error)
    expect([orders.length, ended]).toEqual([1, 1])
  })

  test('begins its time anew with each round', async () => {
    answers = [[{ kind: 'working' }, { kind: 'working' }, { kind: 'done', bytes }]]
    await makePdf(order, 'words only')
    expect(vi.getTimerCount()).toBe(0)
  })
})
