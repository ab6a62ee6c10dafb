/** Uses the tab's own storage; undefined where the browser has none or refuses it. */
export function withTabStorage<Result>(use: (storage: Storage) => Result): Result | undefined {
  try {
    return use(globalThis.sessionStorage)
  } catch {
    return undefined
  }
}
