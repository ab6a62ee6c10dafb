declare const authentic: unique symbol

/**
 * A recipient that may be sealed to: made here, derived from an identity at hand, or read from a row whose binding was
 * checked (platform/targets). A text from the database, a request or a file is none, so that nobody can forget the check.
 */
export type AuthenticRecipient = string & { readonly [authentic]: true }

/** Vouches for a recipient. Only where its origin is known: `test/architecture` lists the callers. */
export const vouchFor = (recipient: string): AuthenticRecipient =>
  // oxlint-disable-next-line typescript/consistent-type-assertions -- a brand can be given in no other way, and only here
  recipient as AuthenticRecipient
