import { configDefaults, defineConfig } from 'vitest/config'

/** Tests of pages have a document and Office's globals: each of these files has a process of its own. */
const PAGES = ['tests/{addin,workbench,browser}/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['tests/support/requirements.ts', 'tests/support/run-folder.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // V8's default for short-lived objects makes the grid's suites collect garbage an eighth of their time.
    execArgv: ['--max-semi-space-size=64'],
    projects: [
      {
        extends: true,
        test: {
          name: 'pages',
          include: PAGES,
          // A browser has several processes of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          // The grid's packages import CommonJS in ways only Vite's own module runner understands.
          server: { deps: { inline: [/@univerjs/] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['tests/**/*.test.ts'],
          // A cluster of three servers takes minutes and the whole machine: `npm run test:cluster`.
          exclude: [
            ...configDefaults.exclude,
            ...PAGES,
            ...(process.env.TEST_CLUSTER ? [] : ['tests/cluster/**']),
          ],
          isolate: false,
          // These suites wait for databases a third of their time.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
