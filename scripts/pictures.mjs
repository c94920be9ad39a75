// Makes the pictures in docs/pictures anew: `npm run pictures`. It starts a service of its own on a temporary embedded
// database with sample data, and looks at it with Chromium (CHROMIUM names its program). Where LibreOffice and
// pdftoppm (poppler-utils) are installed, it also makes the picture of a proposal.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { buyCampaign, campaignOfSample, deliver } from './pictures/campaign.mjs'
import { withPalette } from './pictures/palette-png.mjs'
import { DEMO_PASSWORD, PictureService } from './pictures/service.mjs'

const INTO = 'docs/pictures'
/** The instant of the pictures: noon in Seoul. A campaign that began with the month is half delivered. */
const NOW = '2026-12-16T03:00:00.000Z'
const FIRST_DAY = '2026-12-01'
const TODAY = '2026-12-16'
const NAME = '겨울 신제품 런칭'
const [PLANNER, OPERATOR] = ['planner@flightsheet.local', 'operator@flightsheet.local']
const PATIENCE = { timeout: 60_000 }

const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path))
if (!executablePath) {
  console.error('Chromium was not found: install it, or set CHROMIUM to its program.')
  process.exit(1)
}
mkdirSync(INTO, { recursive: true })
const service = new PictureService()
let browser
try {
  const campaign = await prepare()
  browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  await workbench(campaign)
  await dashboard()
  await operatorDesk()
  await proposal(campaign)
} finally {
  await browser?.close()
  await service.stop()
}

/** @returns the campaign to show: the sample's, or, where the sample has none, one that is bought and half delivered here */
async function prepare() {
  await service.startAt(NOW)
  const found = await campaignOfSample(await service.signIn(PLANNER))
  if (found) return found
  // Nothing is bought for days that are past: it is bought on its first day.
  await service.startAt(`${FIRST_DAY}T03:00:00.000Z`)
  const flight = { startDate: FIRST_DAY, endDate: '2026-12-28' }
  const made = await buyCampaign(await service.signIn(PLANNER), NAME, flight)
  await service.startAt(NOW)
  const planner = await service.signIn(PLANNER)
  await deliver(planner, await service.signIn(OPERATOR), made.id, { from: FIRST_DAY, to: TODAY })
  return made
}

async function workbench({ name }) {
  const page = await newPage(1680, 720)
  await page.goto(`${service.origin}/workbench/`, PATIENCE)
  await page.waitForFunction(() => window.workbench)
  await page.evaluate(() => window.workbench.ready)
  const pane = await (await page.waitForSelector('iframe')).contentFrame()
  await signIn(pane, PLANNER)
  await pane.getByText(name).first().click(PATIENCE)
  await pane.getByRole('button', { name: '미디어믹스 시트 쓰기' }).click(PATIENCE)
  await pane
    .getByText(/저장됨/)
    .first()
    .waitFor(PATIENCE)
  await settled(page)
  await save('workbench', await page.screenshot())
  await page.close()
}

async function dashboard() {
  const page = await newPage(1440, 960)
  await page.goto(`${service.origin}/dashboard`, PATIENCE)
  await signIn(page, OPERATOR)
  await settled(page)
  await save('dashboard', await page.screenshot())
  await page.close()
}

async function operatorDesk() {
  const page = await newPage(1440, 900)
  await page.goto(`${service.origin}/operator?view=month&month=2027-01`, PATIENCE)
  await signIn(page, OPERATOR)
  await settled(page)
  await save('operator', await page.screenshot())
  await page.close()
}

/** The first page of a client's proposal, as LibreOffice prints it. */
async function proposal({ id }) {
  const scratch = mkdtempSync(join(tmpdir(), 'flightsheet-proposal-'))
  try {
    const planner = await service.signIn(PLANNER)
    const { pdf } = await planner('GET', '/proposal-templates')
    if (!pdf) return console.log('LibreOffice was not found: the picture of the proposal stays as it is.')
    const file = join(scratch, 'proposal.pdf')
    writeFileSync(file, await planner('GET', `/campaigns/${id}/proposal.pdf?template=presentation`))
    const picture = join(scratch, 'page')
    const options = ['-png', '-r', '90', '-singlefile', file, picture]
    const { status } = spawnSync('pdftoppm', options, { stdio: 'inherit' })
    if (status !== 0)
      return console.log('pdftoppm was not found: the picture of the proposal stays as it is.')
    await save('proposal', readFileSync(`${picture}.png`))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function newPage(width, height) {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'ko-KR' })
  return context.newPage()
}

async function signIn(page, email) {
  await page.getByLabel('이메일').fill(email, PATIENCE)
  await page.getByLabel('비밀번호').fill(DEMO_PASSWORD)
  await page.getByLabel('비밀번호').press('Enter')
}

/** Waits until nothing is on its way from the service, and until what came is drawn. */
async function settled(page) {
  await page.waitForTimeout(4000)
  for (const frame of page.frames())
    await frame.waitForFunction(() => !document.querySelector('.fui-Spinner'), undefined, PATIENCE)
  await page.waitForTimeout(1000)
}

async function save(name, png) {
  const file = join(INTO, `${name}.png`)
  const small = withPalette(png)
  writeFileSync(file, small)
  console.log(`${file}: ${Math.round(small.length / 1024)} KB`)
}
