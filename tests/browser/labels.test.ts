import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WORDS } from '../../addin/words/all'
import type { Language } from '../../shared/language'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { cutLabels } from './cut-labels'
import { drawn } from './drawn'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-31' }
/** The least, a usual and the largest width of the pane in the workbench. */
const PANE_WIDTHS = [320, 350, 450]

declare const document: {
  getElementById(id: string): { style: { setProperty(name: string, value: string): void } }
}

/** Every label can be read to its end, in both languages, after a switch too. */
describe.skipIf(!findChromium())('labels', { timeout: 120_000 }, () => {
  let running: TestService
  let operator: Client
  let at: Workbench
  let campaignId: string
  const unitIds = Array.from({ length: 5 }, () => crypto.randomUUID())

  beforeAll(async () => {
    running = await startWithSample()
    operator = await running.signInAs('operator')
    const { body } = await operator.post('/campaigns', {
      ...FLIGHT,
      name: '겨울 런칭',
      advertiser: '한빛전자',
      agency: '미디어솔루션',
      budget: 100_000_000,
    })
    campaignId = body.id
    const rows: [string, number][] = [
      ['YT_RON', 2_000_000],
      ['SMR_RON', 900_000_000],
      ['SMR_GROUP', 4_000_000],
      ['SMR_CONTENTS', 5_000_000],
      ['YT_RON', 1_500_000],
    ]
    const changes = rows.map(([productCode, amount], i) => ({
      op: 'put',
      unitId: unitIds[i],
      fields: { ...FLIGHT, productCode, amount, device: 'PC+Mobile' },
    }))
    await operator.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 0, changes })
    const unit = (row: number) => ({ unitId: unitIds[row], version: 1 })
    const groups = [
      { code: 'TG_DRAMA', weight: 2 },
      { code: 'TG_SPORTS', weight: 1 },
    ]
    const answers = [
      await operator.put(`/campaigns/${campaignId}/targeting`, { units: [{ ...unit(2), groups }] }),
      await operator.post(`/campaigns/${campaignId}/purchases`, { units: [unit(0)] }),
      await operator.post(`/campaigns/${campaignId}/holds`, {
        units: [unit(4)],
        expiresAt: '2026-12-02T03:00:00.000Z',
      }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 201])
    at = await Workbench.open(running.origin, 1500)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  let cut: string[] = []
  beforeEach(() => {
    cut = []
  })
  /** Looks at the present view of the pane in all widths. */
  const look = async (view: string) => {
    for (const width of PANE_WIDTHS) {
      await at.page.evaluate(
        (pixels) => document.getElementById('desk').style.setProperty('--pane-width', `${pixels}px`),
        width,
      )
      await at.pane.evaluate(drawn)
      for (const label of await cutLabels(at.pane)) cut.push(`${view}, ${width} pixels: ${label}`)
    }
  }
  const button = (name: string | RegExp) =>
    at.pane.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first()
  const row = (text: string) => at.pane.locator('li button').filter({ hasText: text }).first()

  it('of the pane are whole before a campaign is open', async () => {
    const words = WORDS.ko
    await look('signing in')
    await button(words.signIn.submit).click()
    await look('signing in without anything')
    await at.signIn('operator@example.com')
    await button(/겨울 런칭/).waitFor()
    await look('campaigns')
    await button(words.inventory.open).click()
    await at.pane.getByRole('tab', { name: words.inventory.tabs.calendar }).click()
    await look('inventory calendar')
    await at.pane.getByRole('tab', { name: words.inventory.tabs.standard }).click()
    await look('standard inventory')
    await button(words.back).click()
    await button(words.campaigns.create).click()
    await button(words.newCampaign.submit).click()
    await look('a new campaign without anything')
    await button(words.back).click()
    await button(/겨울 런칭/).click()
    await at.says(words.campaign.noSheet)
    await look('a campaign without a sheet')
    expect(cut).toEqual([])
    await button(words.campaign.writeSheet).click()
    await at.says(/저장됨/)
  })

  it.each<Language>(['en', 'ko'])(
    'of the pane and of the bar above it are whole after a switch to %s',
    async (language) => {
      const words = WORDS[language]
      const { booking, campaign } = words
      await at.page.getByRole('button', { name: language === 'en' ? 'English' : '한국어' }).click()
      await at.says(campaign.sum)
      for (const width of [1100, 1280, 1500]) {
        await at.page.setViewportSize({ width, height: 900 })
        for (const label of await cutLabels(at.page, '#bar')) cut.push(`bar, ${width} pixels: ${label}`)
      }
      await look('campaign')
      await button(campaign.menu).click()
      await at.pane.getByRole('menuitem', { name: campaign.selfCheck }).waitFor()
      await look('menu')
      await at.page.keyboard.press('Escape')
      for (const box of await at.pane.getByRole('checkbox').all()) await box.check()
      await look('selected rows')
      await button(campaign.clearSelection).click()
      await button(campaign.addProduct).click()
      await at.pane.getByRole('checkbox').first().check()
      await look('products')
      await button(words.back).click()

      await row('SMR 논타겟팅').click()
      await button(words.row.delete).waitFor()
      await button(words.row.delete).click()
      await look('a row with too much')
      await button(booking.goal.open).click()
      await look('goal')
      await button(words.back).click()
      await button(/900,000,000/).click()
      await look('buying')
      await at.pane.locator('footer').getByRole('button').first().click()
      await at.says(words.buy.shortageTitle)
      await look('a shortage')
      await at.pane.locator('footer').getByRole('button').last().click()
      await button(words.back).click()

      await row(words.statuses.Booked).click()
      await look('a bought row')
      for (const open of [
        booking.distribution.open,
        booking.history.open,
        booking.actions.amend,
        booking.actions.cancel,
      ]) {
        await button(open).click()
        await button(words.back).waitFor()
        await look(open)
        await button(words.back).click()
      }
      await button(words.back).click()
      await row(words.statuses.Reserved).click()
      await button(booking.actions.extend).click()
      await look('extending')
      await button(words.back).click()
      await button(words.back).click()
      await row('SMR 큐레이션').click()
      await button(booking.actions.hold).click()
      await look('holding')
      await button(words.back).click()
      await button(words.row.changeTargeting).click()
      await look('groups')
      await button(words.back).click()
      await button(words.back).click()
      await row('SMR 프로그램').click()
      await button(words.row.chooseTargeting).click()
      await at.says(words.targeting.find)
      await look('contents')
      await button(words.back).click()
      await button(words.back).click()
      expect(cut).toEqual([])
    },
  )
})
