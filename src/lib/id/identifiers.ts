declare const kind: unique symbol

/**
 * The name of one thing of one kind: text at run time, a type of its own for the compiler, so that the identifier of a
 * recipient does not pass for that of a message. Made where one is drawn (`uuidV7`), where a request or a job is read
 * (`ids` of the contract) and where a row is (the types of the tables), nowhere else.
 */
export type Identifier<Kind extends string = string> = string & { readonly [kind]: Kind }

export type OrganisationId = Identifier<'organisation'>
