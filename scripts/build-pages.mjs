import webpack from 'webpack'
import configurations from '../webpack.config.js'

/**
 * Builds the pages that run in a browser or inside Excel into dist/addin and dist/workbench.
 * `node scripts/build-pages.mjs addin` builds only the first.
 */
const wanted = process.argv.slice(2)
const chosen = configurations.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
if (chosen.length === 0) throw new Error(`there are no pages ${wanted.join(', ')}`)
webpack(chosen, (error, stats) => {
  if (error) throw error
  if (stats?.hasErrors()) {
    console.error(stats.toString({ preset: 'errors-only', colors: process.stdout.isTTY }))
    process.exitCode = 1
  }
})
