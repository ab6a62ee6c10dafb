/** The app passwords in the query cache. */
export const appPasswordsKey = 'app-passwords'
