export interface UrlCredentials {
  readonly user: string
  readonly password: string
}

/** User and password of an address, decoded; undefined when their percent-encoding is broken. Both may be empty. */
export function urlCredentials(url: URL): UrlCredentials | undefined {
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  } catch {
    return undefined
  }
}
