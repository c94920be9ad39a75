// Recreates docs/workbench.png, the picture at the top of the README, from a running service with sample data
// and demo accounts. Run `npm start` in one terminal and `npm run picture` in another.
import { chromium } from 'playwright-core'

const url = process.env.FLIGHTSHEET_URL ?? 'http://localhost:3000'
const api = `${url}/api/v1`
const account = { email: 'planner@flightsheet.local', password: 'flightsheet-demo' }

let token = ''
token = (await call('POST', '/session', account)).token
const [year, month] = new Date(Date.now() + 40 * 86_400_000).toISOString().split('-')
const flight = { startDate: `${year}-${month}-01`, endDate: `${year}-${month}-28` }
const name = '겨울 신제품 런칭'
const campaign = await call('POST', '/campaigns', {
  ...flight,
  name,
  advertiser: '한빛전자',
  agency: '미디어솔루션',
  budget: 60_000_000,
})
const rows = [
  ['CROSS_RON', 'PAID', 12_000_000, '15초'],
  ['SMR_RON', 'PAID', 8_000_000, '15초'],
  ['YT_RON', 'PAID', 20_000_000, '6초 범퍼'],
  ['YT_RON', 'SERVICE', 2_000_000, '6초 범퍼'],
]
const changes = rows.map(([productCode, kind, amount, creative]) => ({
  op: 'put',
  unitId: crypto.randomUUID(),
  fields: { ...flight, productCode, kind, amount, creative, device: 'PC+Mobile' },
}))
await call('POST', `/campaigns/${campaign.id}/media-mix/sync`, { baseRevision: campaign.revision, changes })
const bought = [{ unitId: changes[0].unitId, version: 1 }]
await call('POST', `/campaigns/${campaign.id}/purchases`, { units: bought, mode: 'all' })

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1680, height: 720 } })
  await page.goto(`${url}/workbench/`)
  await page.waitForFunction(() => window.workbench)
  await page.evaluate(() => window.workbench.ready)
  const pane = await (await page.waitForSelector('iframe')).contentFrame()
  await pane.getByLabel('이메일').fill(account.email)
  await pane.getByLabel('비밀번호').fill(account.password)
  await pane.getByRole('button', { name: '로그인' }).click()
  await pane.getByText(name).first().click()
  await page.getByText('미디어믹스 쓰기').first().click()
  await pane.getByText('구매완료').first().waitFor()
  await page.waitForTimeout(5000)
  await page.screenshot({ path: 'docs/workbench.png' })
} finally {
  await browser.close()
}
console.log('docs/workbench.png is made anew.')

async function call(method, path, body) {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail}`)
  return answer
}
