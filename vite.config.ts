import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

/**
 * How every client is built: its page to the root of the output, whatever the page loads below assets/NAME/, so that one
 * server can serve all of them from one address under its strict content security policy.
 */
export function clientConfig(name: string, outDir: string): UserConfig {
  return {
    root: resolve(import.meta.dirname, 'src/clients', name),
    base: '/',
    logLevel: 'warn',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      assetsDir: `assets/${name}`,
      // The policy allows neither inline script nor data: addresses for code and styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  }
}

/** For `npx vite` while working on a client: SEALPOST_CLIENT names it. */
export default defineConfig(() => clientConfig(process.env['SEALPOST_CLIENT'] ?? 'web', 'dist'))
