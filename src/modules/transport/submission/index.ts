/**
 * Submission: mail programs and customers' own mail servers hand messages in over SMTP (RFC 6409), on one port with
 * STARTTLS and on one with TLS from the first byte (RFC 8314).
 *
 * Owns: the two listeners, the protocol, and the limits on what a client may cost. No table and no file.
 * Invariants: no password is taken without TLS; 250 is said only after `acceptMail` has resolved and has read the whole
 * message; envelope sender, From and Sender belong to whoever signed in; what is passed on holds no CR or LF alone and
 * is otherwise the exact bytes received; a message cut off, too large or broken leaves nothing; every reply but the
 * greeting and those to EHLO carries an enhanced status code.
 * What recipients read does not tell the client's address; the log keeps it under the transaction's identifier.
 * Deliberately not here: who may sign in and the slowing down of guesses (identity), sealing, parking and storing
 * (sealing), any parsing of bodies, and mail from other servers.
 */
export { createSubmission, type Submission, type SubmissionPorts } from './create-submission.ts'
export { submissionModule } from './submission-module.ts'
export type { SubmissionLimits } from './limits.ts'
export type {
  AcceptedMail,
  AccountIdentity,
  MailSender,
  RelayIdentity,
  SignInAttempt,
  SubmissionDeps,
  SubmissionIdentity,
  SubmittedMail,
} from './ports.ts'
