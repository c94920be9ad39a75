import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import CopyPlugin from 'copy-webpack-plugin'
import { EsbuildPlugin } from 'esbuild-loader'
import HtmlPlugin from 'html-webpack-plugin'
import CssPlugin from 'mini-css-extract-plugin'
import { functionsMetadata } from '../scripts/functions-metadata.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const TARGET = 'es2022'
// Hangul as it is (charset): an escape of six signs for each letter would be a twelfth of the pane.

/** Builds the task pane inside Excel (pane and commands in one runtime), and the pages for any browser. */
export default {
  name: 'addin',
  mode: 'production',
  context: here,
  entry: {
    taskpane: './pane/index.tsx',
    dashboard: './dashboard/index.tsx',
    operator: './operator/index.tsx',
    'sign-in': './sign-in/dialog.ts',
  },
  output: {
    path: join(here, '..', 'dist', 'addin'),
    filename: '[name].[contenthash:8].js',
    // A view that is loaded on demand comes from where its page's scripts are, whatever the page's own address.
    publicPath: 'auto',
    clean: true,
  },
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: {
    parser: { javascript: { exportsPresence: 'error' } },
    rules: [
      { include: join(here, '..', 'shared', 'contract'), loader: join(here, 'contract-loader.mjs') },
      {
        test: /\.tsx?$/,
        exclude: join(here, '..', 'shared', 'contract'),
        loader: 'esbuild-loader',
        // The root tsconfig is for Node; its settings don't apply to a page.
        options: { target: TARGET, jsx: 'automatic', tsconfigRaw: {}, charset: 'utf8' },
      },
      { test: /\.css$/, use: [CssPlugin.loader, 'css-loader'] },
    ],
  },
  optimization: { minimizer: [new EsbuildPlugin({ target: TARGET, css: true, charset: 'utf8' })] },
  plugins: [
    new CssPlugin({ filename: '[name].[contenthash:8].css' }),
    new HtmlPlugin({
      template: './pane/taskpane.html',
      filename: 'taskpane.html',
      scriptLoading: 'defer',
      chunks: ['taskpane'],
    }),
    new HtmlPlugin({
      template: './sign-in/sign-in.html',
      filename: 'sign-in.html',
      scriptLoading: 'defer',
      chunks: ['sign-in'],
    }),
    ...['dashboard', 'operator'].map(
      (page) =>
        new HtmlPlugin({
          template: `./${page}/${page}.html`,
          filename: `${page}.html`,
          scriptLoading: 'defer',
          chunks: [page],
          // The page is served at its own name, but its files stay under /addin/.
          publicPath: '/addin/',
        }),
    ),
    new CopyPlugin({
      patterns: [
        { from: 'icons/*.png', to: 'icons/[name][ext]' },
        { from: 'functions/functions.ts', to: 'functions.json', transform: () => functionsMetadata() },
        // A manifest must name a script of the functions; in a shared runtime Excel loads the page instead.
        { from: 'functions/functions.ts', to: 'functions.js', transform: () => '' },
        // The manifest names it, as it names the commands of the ribbon.
        { from: '../shortcuts.json', to: '[name][ext]' },
      ],
    }),
  ],
  devtool: 'source-map',
  // Bytes before gzip. Gzipped, the bundle is a third of this; a test checks its size.
  performance: { maxAssetSize: 1_500_000, maxEntrypointSize: 1_500_000 },
  stats: 'errors-warnings',
}
