import { build } from 'esbuild'

/** Programs that run outside of tests, each bundled into dist/; packages stay in node_modules. */
await build({
  entryPoints: {
    server: 'server/main.ts',
    'job-thread': 'server/job-thread.ts',
    'upkeep-thread': 'server/database/upkeep-thread.ts',
    job: 'server/job-command.ts',
    audit: 'server/audit-command.ts',
    demo: 'samples/demo.ts',
    'ad-server': 'samples/ad-server.ts',
    sample: 'samples/generate.ts',
    bench: 'bench/run.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})
