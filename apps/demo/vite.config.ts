import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page, built into what the server serves. */
export default defineConfig({
  root: 'page',
  plugins: [react()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    // No inline data: the content security policy takes files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The diagram library is large, and loaded only where a diagram is looked at.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: { input: ['page/index.html', 'page/diagram.html'] },
  },
})
