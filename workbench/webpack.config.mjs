import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import CopyPlugin from 'copy-webpack-plugin'
import { EsbuildPlugin } from 'esbuild-loader'
import HtmlPlugin from 'html-webpack-plugin'
import CssPlugin from 'mini-css-extract-plugin'
import webpack from 'webpack'

const here = dirname(fileURLToPath(import.meta.url))
const TARGET = 'es2022'
const officeClient = createRequire(import.meta.url).resolve('@microsoft/office-js/dist/excel-web-16.00.js')

/** A spreadsheet with the add-in's pane beside it, for people and tests without Excel. */
export default {
  name: 'workbench',
  mode: 'production',
  context: here,
  entry: { page: './page/main.ts', 'office-shim': './office-shim.ts' },
  output: {
    path: join(here, '..', 'dist', 'workbench'),
    // The pane's page names the shim, so it has a name without a hash.
    filename: ({ chunk }) => (chunk?.name === 'office-shim' ? '[name].js' : '[name].[contenthash:8].js'),
    chunkFilename: '[name].[contenthash:8].js',
    publicPath: '/workbench/',
    clean: true,
  },
  resolve: {
    extensions: ['.ts', '.js'],
    // The file that is made for browsers; its sources would need Node's modules.
    alias: { exceljs$: createRequire(import.meta.url).resolve('exceljs/dist/exceljs.min.js') },
  },
  module: {
    rules: [
      { test: /\.ts$/, loader: 'esbuild-loader', options: { target: TARGET, tsconfigRaw: {} } },
      { test: /\.css$/, use: [CssPlugin.loader, 'css-loader'] },
      { test: /manifest\.xml$/, type: 'asset/source' },
    ],
    noParse: /exceljs\.min\.js$/,
  },
  optimization: {
    minimizer: [new EsbuildPlugin({ target: TARGET, css: true })],
    splitChunks: {
      chunks: (chunk) => chunk.name === 'page',
      cacheGroups: {
        univer: { test: /[\\/]node_modules[\\/]@univerjs[\\/]/, name: 'univer', priority: 10 },
        vendor: { test: /[\\/]node_modules[\\/]/, name: 'vendor' },
      },
    },
  },
  plugins: [
    new CssPlugin({ filename: '[name].[contenthash:8].css', ignoreOrder: true }),
    new HtmlPlugin({ template: './page/index.html', chunks: ['page'], scriptLoading: 'defer' }),
    // Byte for byte as published, which its licence asks for; minified once more it wouldn't work.
    new CopyPlugin({ patterns: [{ from: officeClient, to: 'office-client.js', info: { minimized: true } }] }),
    // 77 languages' hyphenation, 5 MB, of which a sheet needs none.
    new webpack.NormalModuleReplacementPlugin(/^\.\/[a-z-]+[a-z0-9-]*-[\w-]{8}\.js$/, (resource) => {
      if (resource.context.includes(join('engine-render', 'lib', 'es'))) {
        resource.request = join(here, 'univer', 'no-hyphenation.js')
      }
    }),
  ],
  // It is served to developers and tests from their own machine.
  performance: false,
  stats: 'errors-warnings',
}
