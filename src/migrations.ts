import type { ModuleMigrations } from './platform/database/migrate.ts'

/** Every module's migrations, in the order in which their tables refer to each other. */
export const allMigrations: readonly ModuleMigrations[] = [
  { module: 'audit', folder: new URL('./modules/audit/migrations/', import.meta.url) },
  { module: 'directory', folder: new URL('./modules/directory/migrations/', import.meta.url) },
  { module: 'identity', folder: new URL('./modules/identity/migrations/', import.meta.url) },
  { module: 'recipients', folder: new URL('./modules/recipients/migrations/', import.meta.url) },
  { module: 'sealing', folder: new URL('./modules/sealing/migrations/', import.meta.url) },
  { module: 'portal', folder: new URL('./modules/portal/migrations/', import.meta.url) },
  { module: 'delivery', folder: new URL('./modules/delivery/migrations/', import.meta.url) },
  { module: 'sms', folder: new URL('./modules/sms/migrations/', import.meta.url) },
]
