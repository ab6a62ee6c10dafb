/** What the server, or the way to it, answered instead of a result. `code` is stable; texts are chosen by it. */
export class ApiError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, text: string) {
    super(text)
    this.name = 'ApiError'
    this.code = code
    this.status = status
  }
}
