export const search = {
  title: 'Search',
  field: 'Search mail',
  scope:
    'Subjects, names and addresses of Inbox and Sent are searched, in this browser: the server does not learn what you look for. The text of messages is not searched.',
  busy: 'Searching …',
  result: (found: number, searched: number) =>
    `${found === 0 ? 'Nothing' : found === 1 ? '1 message' : `${found} messages`} found among the newest ${searched}.`,
  older: 'Search older messages',
  recipients: (term: string) => `Look for “${term}” among the recipients, on the server`,
}
