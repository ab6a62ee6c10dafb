/**
 * Set-up: how mail programs find their servers. Automatic configuration for Thunderbird and the many that read its format,
 * Autodiscover for Outlook, a profile for Apple's Mail, the values for the set-up page, and the DNS records of a domain.
 *
 * Owns: the routes of src/contract/set-up.ts, of /mail/config-v1.1.xml and of /autodiscover/. No tables, no jobs.
 * Invariants: an answer is the same for every address of a domain and never looks an account up, so nobody learns who
 * exists; it names the domain that was asked about and no other; no answer holds a password; no answer leads a program to
 * a connection without TLS; what comes in is at most 16 kB and read without building a document.
 * Deliberately not here: app passwords (identity makes and checks them), where an organisation's mailboxes live (a setting
 * of the directory), keys for signatures (delivery), and publishing records.
 */
export { createSetUp, type SetUp } from './create-set-up.ts'
export type { SetUpDeps } from './set-up-deps.ts'
