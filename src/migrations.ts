import type { ModuleMigrations } from './platform/database/migrate.ts'

/** Every module's migrations, in the order in which their tables refer to each other. */
export const allMigrations: readonly ModuleMigrations[] = [
  { module: 'audit', folder: new URL('./modules/tenancy/audit/migrations/', import.meta.url) },
  { module: 'directory', folder: new URL('./modules/tenancy/organisations/migrations/', import.meta.url) },
  { module: 'identity', folder: new URL('./modules/tenancy/identity/migrations/', import.meta.url) },
  { module: 'recipients', folder: new URL('./modules/tenancy/recipients/migrations/', import.meta.url) },
  { module: 'sealing', folder: new URL('./modules/secure/sealing/migrations/', import.meta.url) },
  { module: 'portal', folder: new URL('./modules/secure/portal/migrations/', import.meta.url) },
  { module: 'delivery', folder: new URL('./modules/transport/delivery/migrations/', import.meta.url) },
  { module: 'sms', folder: new URL('./modules/transport/sms/migrations/', import.meta.url) },
]
