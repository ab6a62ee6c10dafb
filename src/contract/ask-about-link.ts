/** Where `proveLink` is, for the page that asks before it has loaded the schemas. */
export const askAboutLink = { method: 'POST', path: '/api/portal/link' } as const
