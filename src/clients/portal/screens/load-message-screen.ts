/** Fetches the part of the page that reads and answers messages; called early it is there when it is needed. */
export const loadMessageScreen = () =>
  import('../message/message-screen.tsx').then((loaded) => ({ default: loaded.MessageScreen }))
