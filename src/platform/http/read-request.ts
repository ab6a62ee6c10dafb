import * as z from 'zod/mini'
import { paramNames, uuid, type Endpoint } from '../../contract/endpoint.ts'
import { AppError } from '../../contract/errors/app-error.ts'

/** Names the field that is wrong, never its value. */
function refusalOf(error: z.core.$ZodError): AppError {
  const where = error.issues[0]?.path.join('.') ?? ''
  return new AppError(
    'invalid',
    'http.invalid',
    where === '' ? 'The request is not in the expected form.' : `The field “${where}” is not in the expected form.`,
  )
}

function parse<Form extends z.core.$ZodType>(form: Form, value: unknown): z.output<Form> {
  const parsed = z.safeParse(form, value)
  if (parsed.success) return parsed.data
  throw refusalOf(parsed.error)
}

interface Readers {
  /** What is no identifier names nothing: "not found". */
  readonly params: (given: unknown) => Readonly<Record<string, string>>
  /** What is declared is checked, also that it is there once; what is not declared is not seen by any handler. */
  readonly query: (given: unknown) => Readonly<Record<string, unknown>>
  /** An octet stream is the handler's to check. */
  readonly body: (given: unknown) => unknown
}

/** How the parts of a request of this endpoint are read. Each throws an AppError for what is not as declared. */
export function readersOf(endpoint: Endpoint): Readers {
  const paramsForm = z.object(
    Object.fromEntries(paramNames(endpoint).map((name) => [name, endpoint.params?.[name] ?? uuid])),
  )
  const queryForm = endpoint.query ?? z.object({})
  return {
    params: (given) => {
      const parsed = paramsForm.safeParse(given)
      if (parsed.success) return parsed.data
      throw new AppError('not-found', 'http.not-found', 'There is nothing at this address.')
    },
    query: (given) => parse(queryForm, given),
    body: (given) => (endpoint.stream === 'request' ? given : parse(endpoint.body, given ?? undefined)),
  }
}
