import { accessSync, constants, globSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Where Playwright puts the browser it downloaded itself, used only when the machine has none. */
export const DOWNLOADED_BROWSERS_DIR = resolve(import.meta.dirname, '../../.cache/browsers')

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of the Chromium that browser tests use, or undefined. SEALPOST_TEST_CHROMIUM decides alone when it is set. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['SEALPOST_TEST_CHROMIUM']
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined
  const folders = ['/usr/bin', ...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')]
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  const downloaded = globSync(join(DOWNLOADED_BROWSERS_DIR, 'chromium-*', '*', '{chrome,Chromium}'))
  return [...installed, ...downloaded].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
