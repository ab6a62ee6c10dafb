import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

/** HarfBuzz asks for this module where it finds itself in Node, which a browser is not. */
const withoutNode: Plugin = {
  name: 'without-node',
  enforce: 'pre',
  resolveId: (id) => (id === 'module' ? '\0without-node' : null),
  load: (id) => (id === '\0without-node' ? 'export {}' : null),
}

/**
 * Nothing is painted before the script of the page has run: it knows the look that was chosen in this browser, and a light
 * page would otherwise flash in the dark. The policy allows no script inside the page that could say it earlier.
 */
const paintedInItsLook: Plugin = {
  name: 'painted-in-its-look',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
}

/**
 * Asks the server before anything else of the page is there: this script stands in the head ahead of the page's own, which
 * imports it too and finds the answer under way.
 */
const asksFirst: Plugin = {
  name: 'asks-first',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => {
      const first = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.name === firstRequest)
      const tag = `<script type="module" async crossorigin src="/${first?.fileName}"></script>\n    `
      return first === undefined ? html : html.replace('<script type="module"', `${tag}$&`)
    },
  },
}
const firstRequest = 'first-request'

/** The portal says its views to React's interface and runs them on Preact, which a phone has read in a fraction of the time. */
const onPreact = [
  { find: /^react(-dom)?$/, replacement: 'preact/compat' },
  { find: 'react-dom/client', replacement: 'preact/compat/client' },
  { find: /^react\/jsx(-dev)?-runtime$/, replacement: 'preact/jsx-runtime' },
]

/**
 * How every client is built: its page to the root of the output, whatever the page loads below assets/NAME/, so that one
 * server can serve all of them from one address under its strict content security policy.
 */
export function clientConfig(name: string, outDir: string): UserConfig {
  const root = resolve(import.meta.dirname, 'src/clients', name)
  const isPortal = name === 'portal'
  return {
    root,
    base: '/',
    logLevel: 'warn',
    resolve: { alias: isPortal ? onPreact : [] },
    plugins: [react(), withoutNode, ...(isPortal ? [asksFirst] : []), ...(name === 'web' ? [paintedInItsLook] : [])],
    worker: { format: 'es', plugins: () => [withoutNode] },
    build: {
      outDir,
      emptyOutDir: true,
      assetsDir: `assets/${name}`,
      // The policy allows neither inline script nor data: addresses for code and styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        ...(isPortal && { input: { index: 'index.html', [firstRequest]: `${firstRequest}.ts` } }),
        checks: { pluginTimings: false },
        // Nothing happens when a file of lib is loaded: what a client does not use of it is left out, tables included.
        treeshake: { moduleSideEffects: [{ test: /[\\/]src[\\/]lib[\\/]/, sideEffects: false }] },
      },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  }
}

/** For `npx vite` while working on a client: SEALPOST_CLIENT names it. */
export default defineConfig(() => clientConfig(process.env['SEALPOST_CLIENT'] ?? 'web', 'dist'))
