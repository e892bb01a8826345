import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// While developing, `npm run dev` passes the API on to a running `hetang demo`.
const server = process.env['HETANG'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    manifest: true, // scripts/size.mjs reads which files the first page loads.
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
});
