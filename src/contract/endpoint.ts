import * as z from 'zod/mini'
import type { Identifier } from '../lib/id/identifiers.ts'
import type { ErrorCode, RefusalCode } from './errors/index.ts'

/** Who may call: anyone; a guest who proved a link (bearer of a guest session); a signed-in account (session cookie). */
export type Access = 'public' | 'guest' | 'account'

/** What an account must be besides signed in, and the code under which all others are refused. */
export interface RequiredRole {
  readonly name: 'administrator'
  readonly refusal: RefusalCode
}

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` marks a path parameter: an identifier (UUID), never a secret. */
  readonly path: `/api/${string}`
  /** What each path parameter is the identifier of. */
  readonly params?: Readonly<Record<string, z.ZodMiniType<Identifier, string>>>
  readonly summary: string
  /** Its fields are the query parameters: single strings that each field bounds. What is not declared no handler sees. */
  readonly query?: z.core.$ZodObject
  readonly body: z.core.$ZodType
  readonly response: z.core.$ZodType
  /** What it refuses besides what every endpoint of its access does (`errorsOf`). */
  readonly errors?: readonly ErrorCode[]
  /** The request or response body is an octet stream instead of JSON. */
  readonly stream?: 'request' | 'response'
}

/** One HTTP operation as data: the server registers it, the clients call it, the OpenAPI document lists it. */
export type Endpoint = Operation &
  (
    | { readonly access: 'public' | 'guest'; readonly role?: never }
    | { readonly access: 'account'; readonly role?: RequiredRole }
  )

/** Keeps what is written in the definition as its type, down to the names of parameters. */
export function endpoint<const Definition extends Endpoint>(definition: Definition): Definition {
  return definition
}

export type BodyOf<E extends Endpoint> = z.input<E['body']>
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | NamesIn<More>
    : Rest
  : never
/** The path parameters by name; a path that is not known to the compiler may have any. */
export type ParamsOf<E extends Endpoint> = `/api/${string}` extends E['path']
  ? Readonly<Record<string, string>>
  : { readonly [Name in NamesIn<E['path']>]: string }

/** The path parameters as the server reads them. */
export type ReadParamsOf<E extends Endpoint> =
  E['params'] extends Readonly<Record<string, z.core.$ZodType>>
    ? { readonly [Name in keyof E['params']]: z.output<E['params'][Name]> }
    : ParamsOf<E>

/** The query as the server reads it. */
export type QueryOf<E extends Endpoint> = E['query'] extends z.core.$ZodObject
  ? z.output<E['query']>
  : Readonly<Record<string, never>>

/** The names of the path parameters, in their order. */
export const paramNames = ({ path }: Pick<Endpoint, 'path'>): readonly string[] =>
  Array.from(path.matchAll(/:([a-z]+)/gi), (match) => match[1] ?? '')

/** Requests without a body. */
export const nothing = z.optional(z.union([z.undefined(), z.null()]))
export const done = z.object({ done: z.literal(true) })

/** Bytes travel as base64url without padding; the maximum bounds the decoded size. */
export const base64url = (maxBytes: number) =>
  z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(Math.ceil((maxBytes * 4) / 3)))
export const key32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))
export const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))
export const instant = z.iso.datetime()
/** A day of the calendar, "2026-12-29". */
export const day = z.iso.date()
export const mailAddress = z.string().check(z.minLength(3), z.maxLength(254), z.regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/))
export const language = z.enum(['de', 'en'])

export const errorBody = z.object({ error: z.object({ code: z.string(), text: z.string() }) })

/** In a query: what is left out, and what is not as declared, is undefined. */
export const orNothing = <Schema extends z.core.$ZodType>(schema: Schema) =>
  // oxlint-disable-next-line promise/valid-params -- of a schema, not of a promise
  z.catch(z.optional(schema), undefined)

/** A page of a list: its entries come before the one that `before` names. */
export const pageQuery = <Id extends Identifier>(entry: z.ZodMiniType<Id, string>) =>
  z.object({
    before: z.optional(entry),
    limit: z.pipe(z._default(z.string().check(z.regex(/^[1-9][0-9]?$|^100$/)), '30'), z.transform(Number)),
  })
