import { build } from 'esbuild'

/** Bundles each program that runs outside of tests into dist/; packages stay in node_modules. */
await build({
  entryPoints: {
    server: 'server/programs/main.ts',
    'job-thread': 'server/programs/job-thread.ts',
    'upkeep-thread': 'server/database/upkeep-thread.ts',
    job: 'server/programs/job.ts',
    audit: 'server/programs/audit.ts',
    demo: 'samples/demo/demo.ts',
    'ad-server': 'samples/ad-server/ad-server.ts',
    sample: 'samples/market/generate.ts',
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
