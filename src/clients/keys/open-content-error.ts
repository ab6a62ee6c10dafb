/** The content cannot be opened with these keys, or it is damaged or cut short. One error for every cause. */
export class UnopenableContentError extends Error {
  override readonly name = 'UnopenableContentError'

  constructor() {
    super('the content cannot be opened')
  }
}
