import type { Config } from '../config/load-config.ts'
import type { Log } from '../log/log.ts'
import { openFolderShredStore } from './folder/folder-shred-store.ts'
import { openPostgresShredStore } from './postgres/postgres-shred-store.ts'
import type { ShredStore } from './shred-store.ts'

/** The store that SEALPOST_SHRED_URL names. */
export function openShredStore(config: Pick<Config, 'SEALPOST_SHRED_URL' | 'shredDir'>, log: Log): Promise<ShredStore> {
  if (config.shredDir !== null) return openFolderShredStore(config.shredDir)
  return openPostgresShredStore(config.SEALPOST_SHRED_URL, log)
}
