import type { Module } from '../platform/module/module.ts'
import type { Modules } from './modules.ts'
import type { Platform } from './platform.ts'

/** Everything that is built, with nothing running yet. */
export interface Parts extends Platform, Modules {
  /** What is started, in this order; see `listModules`. */
  readonly modules: readonly Module[]
  /** Closes the connections; the embedded database stops unless other processes still use it. */
  close(): Promise<void>
}
