declare const kind: unique symbol

/**
 * The name of one thing of one kind: text at run time, a type of its own for the compiler, so that the identifier of a
 * recipient does not pass for that of a message. Made where one is drawn (`uuidV7`), where a request or a job is read
 * (`ids` of the contract) and where a row is (the types of the tables), nowhere else.
 */
export type Identifier<Kind extends string = string> = string & { readonly [kind]: Kind }

export type OrganisationId = Identifier<'organisation'>
export type MessageId = Identifier<'message'>
/** One recipient's copy of a message. */
export type CopyId = Identifier<'copy'>
export type AnswerId = Identifier<'answer'>
/** A stored ciphertext: of a message, an answer, or a file that is packed. */
export type ContentId = Identifier<'content'>
export type RecipientId = Identifier<'recipient'>
/** Of a derived access code: copies are wrapped under the one that was in force. */
export type AccessKeyId = Identifier<'access-key'>
export type AccountId = Identifier<'account'>
export type MailboxId = Identifier<'mailbox'>
export type SessionId = Identifier<'session'>
export type AppPasswordId = Identifier<'app-password'>
export type RecoveryCodeId = Identifier<'recovery-code'>
export type RelayId = Identifier<'relay'>
/** A mail on its way out, as the queue knows it; never its Message-ID. */
export type MailId = Identifier<'mail'>
/** A text message on its way out; never the provider's name for it. */
export type TextId = Identifier<'text'>
