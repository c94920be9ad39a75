import webpack from 'webpack'
import configurations from '../webpack.config.js'

/** Builds the pages that run in a browser or inside Excel into dist/addin and dist/workbench. */
webpack(configurations, (error, stats) => {
  if (error) throw error
  if (stats?.hasErrors()) {
    console.error(stats.toString({ preset: 'errors-only', colors: process.stdout.isTTY }))
    process.exitCode = 1
  }
})
