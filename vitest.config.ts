import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/requirements.ts', 'tests/support/run-folder.ts'],
    // Vitest would leave a core idle; these suites mostly wait for databases.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The grid's packages import CommonJS in ways only Vite's own module runner understands.
    server: { deps: { inline: [/@univerjs/] } },
  },
})
