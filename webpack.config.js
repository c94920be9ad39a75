import addin from './addin/webpack.config.mjs'
import workbench from './workbench/webpack.config.mjs'

/** Two builds: the pages that run inside Excel, and the workbench that runs them without Excel. */
export default [addin, workbench]
