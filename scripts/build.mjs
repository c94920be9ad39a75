import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

// Chunks of an earlier build have other names.
for (const file of await readdir('dist').catch(() => []))
  if (/^chunk-.*\.mjs(\.map)?$/.test(file)) await rm(join('dist', file))

/**
 * Bundles each program that runs outside of tests into dist/; packages stay in node_modules. What a program imports only
 * when it needs it is a chunk, so that it loads the packages behind it only then.
 */
await build({
  entryPoints: {
    server: 'server/programs/main.ts',
    'job-thread': 'server/programs/job-thread.ts',
    'render-thread': 'server/programs/render-thread.ts',
    'upkeep-thread': 'server/database/upkeep-thread.ts',
    job: 'server/programs/job.ts',
    audit: 'server/programs/audit.ts',
    users: 'server/programs/users.ts',
    backup: 'server/programs/backup.ts',
    restore: 'server/programs/restore.ts',
    demo: 'samples/demo/demo.ts',
    'ad-server': 'samples/ad-server/ad-server.ts',
    sample: 'samples/market/generate.ts',
    bench: 'bench/run.ts',
    'long-sheet-writer': 'bench/long-sheet-writer.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})
