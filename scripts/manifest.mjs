import { writeManifest } from './excel/manifest-origin.mjs'

/**
 * `npm run manifest -- https://flightsheet.example.com` writes the manifest of an installation, to be given
 * to Excel.
 */
const [origin, ...more] = process.argv.slice(2)
if (!origin || more.length > 0) {
  console.error('Say where the service is reached: npm run manifest -- https://flightsheet.example.com')
  process.exit(1)
}
try {
  console.log(`Written: ${writeManifest(origin, 'dist/manifest.xml')}
For everyone: Microsoft 365 admin center > Settings > Integrated apps > Upload custom apps.
For yourself: Excel on the web > Home > Add-ins > More Settings > My Add-ins > Upload My Add-in.`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
