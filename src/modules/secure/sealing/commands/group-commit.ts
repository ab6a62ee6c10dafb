import { AppError } from '../../../../contract/errors/app-error.ts'

export interface GroupCommitOptions<Item, Result, Key extends string = string> {
  /** Commits all items of one key in one transaction; results in the order of the items. */
  readonly commit: (key: Key, items: readonly Item[]) => Promise<readonly Result[]>
  /** What an item weighs; a group weighs at most `maxWeight`, but always holds at least one item. */
  readonly weigh: (item: Item) => number
  readonly maxWeight: number
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly weight: number
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Transactions of one key under way at once: while one waits for the disk the next is prepared. */
const maxUnderWay = 2

/**
 * Group commit: items that arrive while a transaction is under way share the next one, so that the cost of round trips
 * and of the disk's answer is shared as well. An item is resolved only when the transaction that holds it has committed.
 * An item that is refused (AppError) fails alone: its group is then committed one by one. Any other error fails the
 * whole group, because the transaction's end is unknown and trying again could double it.
 */
export class GroupCommit<Item, Result, Key extends string = string> {
  readonly #options: GroupCommitOptions<Item, Result, Key>
  readonly #waiting = new Map<Key, Waiting<Item, Result>[]>()
  readonly #underWay = new Map<Key, number>()

  constructor(options: GroupCommitOptions<Item, Result, Key>) {
    this.#options = options
  }

  add(key: Key, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(key) ?? []
      this.#waiting.set(key, queue)
      queue.push({ item, weight: this.#options.weigh(item), resolve, reject })
      this.#next(key)
    })
  }

  #next(key: Key): void {
    const queue = this.#waiting.get(key)
    const underWay = this.#underWay.get(key) ?? 0
    if (queue === undefined || queue.length === 0 || underWay >= maxUnderWay) return
    const group = this.#takeGroup(queue)
    if (queue.length === 0) this.#waiting.delete(key)
    this.#underWay.set(key, underWay + 1)
    void this.#commitGroup(key, group).finally(() => {
      const left = (this.#underWay.get(key) ?? 1) - 1
      if (left === 0) this.#underWay.delete(key)
      else this.#underWay.set(key, left)
      this.#next(key)
    })
  }

  #takeGroup(queue: Waiting<Item, Result>[]): Waiting<Item, Result>[] {
    let weight = 0
    const end = queue.findIndex((waiting, index) => {
      weight += waiting.weight
      return index > 0 && weight > this.#options.maxWeight
    })
    return queue.splice(0, end === -1 ? queue.length : end)
  }

  async #commitGroup(key: Key, group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.commit(
        key,
        group.map(({ item }) => item),
      )
      if (results.length !== group.length) throw new Error('a group commit gave back another number of results')
      for (const [index, result] of results.entries()) group[index]?.resolve(result)
    } catch (error) {
      if (group.length > 1 && error instanceof AppError)
        for (const waiting of group) await this.#commitGroup(key, [waiting])
      else for (const { reject } of group) reject(error)
    }
  }
}
