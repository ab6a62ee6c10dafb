/** What a mail program has to be told besides user name and password. */
export interface SetUpValues {
  readonly host: string
  readonly portTls: number
  readonly portStartTls: number
}

/** Submission is served under the name of this page, at the ports of RFC 8314 section 3.3 and RFC 6409 section 3.1. */
export const setUpValues = (hostName: string): SetUpValues => ({ host: hostName, portTls: 465, portStartTls: 587 })
