import { z } from 'zod'

const lockedPackage = z.object({
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  libc: z.array(z.string()).optional(),
})
const lockfileShape = z.looseObject({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  requires: z.boolean(),
  packages: z.record(z.string(), z.unknown()),
})

export type Lockfile = z.infer<typeof lockfileShape>

export interface OptionalEntry {
  readonly location: string
  readonly entry: Readonly<Record<string, unknown>>
}

/** Reads a version 3 package-lock.json and leaves every entry as it is; throws when the file has another shape. */
export function parseLockfile(text: string): Lockfile {
  return lockfileShape.parse(JSON.parse(text))
}

/** The optional dependencies that some locked package names and that have no entry of their own, nested or at the root. */
export function missingOptionalEntries(lockfile: Lockfile): readonly OptionalEntry[] {
  const missing = new Map<string, OptionalEntry>()
  for (const [parent, value] of Object.entries(lockfile.packages)) {
    const { dev, optionalDependencies } = lockedPackage.parse(value)
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (lookupLocations(parent, name).some((location) => location in lockfile.packages)) continue
      const location = `node_modules/${name}`
      missing.set(location, { location, entry: entryFor(name, { version, dev: dev === true }) })
    }
  }
  return [...missing.values()]
}

export interface Machine {
  readonly os: string
  readonly cpu: string
  readonly libc: string
  /** False when only what production needs was installed. */
  readonly withDev: boolean
  readonly isInstalled: (location: string) => boolean
}

/** Optional packages made for exactly this machine that are not installed. Packages for any machine are not looked at. */
export function missingNativePackages(lockfile: Lockfile, machine: Machine): readonly string[] {
  return Object.entries(lockfile.packages).flatMap(([location, value]) => {
    const { dev, optional, os, cpu, libc } = lockedPackage.parse(value)
    const fits = os?.includes(machine.os) === true && cpu?.includes(machine.cpu) === true
    const runs = libc === undefined || libc.includes(machine.libc)
    const wanted = optional === true && fits && runs && (machine.withDev || dev !== true)
    return wanted && !machine.isInstalled(location) ? [location] : []
  })
}

/** Where Node would look for `name` from the package at `parent`, innermost first. */
function lookupLocations(parent: string, name: string): readonly string[] {
  const own = parent === '' ? '' : `${parent}/`
  const enclosing = parent.lastIndexOf('/node_modules/')
  const outer = parent === '' ? [] : lookupLocations(enclosing < 0 ? '' : parent.slice(0, enclosing), name)
  return [`${own}node_modules/${name}`, ...outer]
}

function entryFor(name: string, wanted: { readonly version: string; readonly dev: boolean }): OptionalEntry['entry'] {
  const os = /[-/](android|darwin|freebsd|linux|openharmony|win32)-/.exec(name)?.[1]
  const cpu = /-(arm64|arm|ia32|x64|ppc64|riscv64|s390x)(?:-|$)/.exec(name)?.[1]
  const libc = /-(gnu|musl)/.exec(name)?.[1]
  return {
    version: wanted.version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(wanted.dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  }
}
