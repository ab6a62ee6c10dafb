import { z } from 'zod'

/** Who may call: anyone; a guest who proved a link (bearer of a guest session); a signed-in account (session cookie). */
export type Access = 'public' | 'guest' | 'account'

/** One HTTP operation as data: the server registers it, the clients call it, the OpenAPI document lists it. */
export interface Endpoint<Body extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` marks a path parameter; parameters are identifiers, never secrets. */
  readonly path: `/api/${string}`
  readonly access: Access
  readonly summary: string
  readonly body: Body
  readonly response: Response
  /** `content`: the request or response body is an octet stream instead of JSON. */
  readonly stream?: 'request' | 'response'
}

export function endpoint<Body extends z.ZodType, Response extends z.ZodType>(
  definition: Endpoint<Body, Response>,
): Endpoint<Body, Response> {
  return definition
}

export type BodyOf<E extends Endpoint> = z.input<E['body']>
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

/** Requests without a body. */
export const nothing = z.undefined().or(z.null()).optional()
export const done = z.object({ done: z.literal(true) })

/** Bytes travel as base64url without padding; the maximum bounds the decoded size. */
export const base64url = (maxBytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(Math.ceil((maxBytes * 4) / 3))
export const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
export const instant = z.iso.datetime()
/** A day of the calendar, "2026-12-29". */
export const day = z.iso.date()
export const mailAddress = z
  .string()
  .min(3)
  .max(254)
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/)
export const language = z.enum(['de', 'en'])

export const errorBody = z.object({ error: z.object({ code: z.string(), text: z.string() }) })
