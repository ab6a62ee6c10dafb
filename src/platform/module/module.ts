import type { errorCatalogue } from '../../contract/errors/index.ts'
import type { Slice } from '../../lib/settings/index.ts'
import type { ServiceName } from '../config/settings.ts'
import type { ModuleMigrations } from '../database/migrate.ts'
import type { HttpServer } from '../http/http-server.ts'
import type { JobDefinition } from '../jobs/jobs.ts'
import type { KnownKeys } from '../shred/shred-jobs.ts'
import type { TargetTable } from '../targets/bind-targets-once.ts'

/**
 * What every module gives the program, besides what it does for other modules. A part that is missing is one the module
 * has no need of; nothing here runs before `start` or a listener's `open`.
 */
export interface Module {
  /** As its rows in the table of migrations and the log name it; never changed once released. */
  readonly name: string
  /** Plain SQL, see `migrate`. */
  readonly migrations?: ModuleMigrations
  /** Told after every start which of all migrations (`module/file`) were applied by it. */
  readonly migrated?: (applied: ReadonlySet<string>) => Promise<void>
  /** Every table of the module that holds a public key to which something is sealed later. */
  readonly targets?: readonly TargetTable[]
  /** Which keys of the shred store its rows refer to; a module that keeps such keys and does not say so loses them. */
  readonly knownKeys?: KnownKeys
  readonly routes?: (server: HttpServer) => void
  /** Its part of the catalogue: what it refuses and how it fails, see `requireOwners`. */
  readonly errors?: Partial<typeof errorCatalogue>
  /** What an organisation decides about it, declared in `lib/settings` because clients show it; see `requireOwners`. */
  readonly settings?: Slice
  readonly listeners?: readonly Listener[]
  /** The service whose processes run the jobs and `start`; "jobs" unless it says another. */
  readonly service?: ServiceName
  /** Where `start` is called, if not where the jobs run alone. */
  readonly startsIn?: readonly ServiceName[]
  readonly jobs?: readonly JobDefinition[]
  /** Begins what runs by itself. Called once, before the first job and the first listener. */
  readonly start?: () => RunningModule
}

/** A module that surely has these parts. */
export type ModuleWith<Part extends keyof Module> = Module & Required<Pick<Module, Part>>

export interface RunningModule {
  /** Jobs that exist only while it runs, for instance over a connection that it opened. */
  readonly jobs?: readonly JobDefinition[]
  /** Called before running jobs are waited for: long work gives up, and its jobs run again at the next start. */
  readonly interrupt?: () => Promise<unknown>
  /** Called when no job runs any more. */
  readonly stop?: () => Promise<unknown>
}

/** The ports of protocols other than HTTP, as the line that says what was started names them. */
export type ListenerName = 'submission' | 'submissions'

export interface Listener {
  readonly name: ListenerName
  readonly service: ServiceName
  /** The setting that says which port, for the message when it is taken. */
  readonly setting: string
  /** 0 turns the listener off. */
  readonly port: number
  /** Gives the port that was opened. */
  readonly open: (place: { readonly host: string; readonly port: number }) => Promise<number | null>
  /** Takes nothing new, lets what is on its way finish for a bounded time; may be called when it is closed already. */
  readonly close: () => Promise<unknown>
}
