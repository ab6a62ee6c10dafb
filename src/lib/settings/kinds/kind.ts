import type { z } from 'zod'

/** Something said in both languages of the product. */
export interface InBoth<Text> {
  readonly de: Text
  readonly en: Text
}

/** What all kinds of settings can do, whatever values they take. */
export interface Kind<Name extends string, Value> {
  readonly name: Name
  readonly schema: z.ZodType<Value, Value>
  /** Completes "expected …" at the command line and says in the documents what is taken. */
  readonly expected: string
  /** Stands in the angle brackets of the option. */
  readonly placeholder: string
  /** What a typed text means; the schema decides whether that is a value. */
  read(text: string): unknown
  /** A value as it could be typed again. */
  write(value: Value): string
  /** A value in the words of the audit log. */
  record(value: Value): string
}
