import {
  AppError as AnyAppError,
  type AppErrorKind,
  type AppErrorOptions,
  type AppErrorReason,
} from '../../lib/errors/app-error.ts'
import type { errorCatalogue, ErrorCode } from './index.ts'

type Catalogue = typeof errorCatalogue
type KindOf<Code extends ErrorCode> =
  | Catalogue[Code]['kind']
  | (Catalogue[Code] extends { readonly orKind: infer Other extends AppErrorKind } ? Other : never)
type OptionsOf<Code extends ErrorCode> = Catalogue[Code] extends {
  readonly reason: infer Reason extends AppErrorReason
}
  ? [options: AppErrorOptions & { readonly reason: Reason }]
  : [options?: Omit<AppErrorOptions, 'reason'>]

/** The AppError of `lib/errors`, for codes of the catalogue only, each with the kind and reason that it has there. */
export const AppError: new <Code extends ErrorCode>(
  kind: KindOf<Code>,
  code: Code,
  publicText: string,
  ...options: OptionsOf<Code>
) => AnyAppError = AnyAppError
export type AppError = AnyAppError
