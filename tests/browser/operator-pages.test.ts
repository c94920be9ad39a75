import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WORDS } from '../../addin/operator/words/all'
import { done } from '../http/plan'
import { Mailbox } from '../notifications/mailbox'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import { cutLabels } from './cut-labels'
import { type Look, OperatorBrowser, PATIENCE } from './operator-browser'
import { OperatorFigures } from './operator-figures'
import { AT_RISK, BEHIND, MONTH, operatorMarket } from './operator-market'

declare const document: { documentElement: { scrollWidth: number }; dispatchEvent(event: Event): boolean }
declare const ClipboardEvent: new (
  type: string,
  init: { clipboardData: unknown; bubbles: boolean; cancelable: boolean },
) => unknown
declare const DataTransfer: new () => { setData(type: string, text: string): void }

describe.skipIf(!findChromium())('The operator’s page', { timeout: 180_000 }, () => {
  let desk: OperatorBrowser
  let mailbox: Mailbox

  beforeAll(async () => {
    mailbox = await Mailbox.open()
    mailbox.refuseWith = 550
    const mail = { SMTP_URL: mailbox.url, MAIL_FROM: 'Flightsheet <flightsheet@example.com>' }
    desk = await OperatorBrowser.open(operatorMarket, /40[19]|422/, mail)
  }, 60_000)
  afterAll(async () => {
    await desk?.stop()
    await mailbox?.close()
  })

  const open = (search: string, look: Look & { as?: 'planner' } = {}) =>
    desk.visit(search, { as: 'operator', ...look })
  /** Waits until every panel has what it shows. */
  const settled = async () => {
    await desk.page.locator('.panel').first().waitFor()
    await expect.poll(() => desk.page.locator('[aria-busy=true]').count(), PATIENCE).toBe(0)
  }
  const dialog = () => desk.page.getByRole('dialog')
  /** Gives the reason that a question asks for, and does it. */
  const answer = async (button: string, label: string, reason: string) => {
    await dialog().getByLabel(label).fill(reason)
    await desk.button(button, dialog()).click()
  }
  const isAccessible = async (within: string) =>
    expect(await accessibilityFaults(desk.page, within, 'axe')).toEqual([])

  it('tells a planner calmly that it is for operators, and is linked from the dashboard for those', async () => {
    const response = await open('', { as: 'planner' })
    expect(response!.headers()['content-security-policy']).toContain("default-src 'self'")
    await desk.page.getByRole('heading', { name: '운영 담당자의 화면입니다' }).waitFor()
    await desk.picture('planner')
    await desk.page.getByRole('link', { name: '모니터링으로 가기' }).click()
    await desk.page.getByRole('heading', { name: '상태별 캠페인' }).waitFor()
    expect(await desk.page.getByRole('link', { name: '인벤토리 관리' }).count()).toBe(0)
    await open('')
    await desk.page.getByRole('heading', { name: '예측 파일 보내기' }).waitFor()
    await desk.page.getByRole('link', { name: '모니터링' }).click()
    const back = desk.page.getByRole('link', { name: '인벤토리 관리' })
    await back.waitFor()
    expect(await back.getAttribute('href')).toBe('/operator')
    expect(desk.errors).toEqual([])
  })

  it.each([
    { locale: 'ko-KR', width: 1440, narrow: 360, dark: false },
    { locale: 'en-US', width: 360, narrow: 320, dark: true },
  ])('is readable and reachable everywhere: %o', async ({ narrow, ...look }) => {
    const words = WORDS[look.locale === 'ko-KR' ? 'ko' : 'en']
    const faults: string[] = []
    await open(`?month=${MONTH}`, look)
    for (const [view, table] of [
      ['files'],
      ['month'],
      ['risk'],
      ['catalog', 'contents'],
      ['catalog', 'products'],
      ['catalog', 'groups'],
    ] as const) {
      await desk.view(words.views[view])
      if (table) await desk.button(words.catalog.tables[table]).click()
      await settled()
      if (view === 'files') {
        await desk.page
          .getByRole('button', { name: new RegExp(`^${words.files.details}:`) })
          .first()
          .click()
        await desk.page.locator('.details .counts').waitFor()
      }
      const name = `${view}${table ?? ''}`
      await desk.picture(`${name}-${look.locale.slice(0, 2)}-${look.width}-${look.dark ? 'dark' : 'light'}`)
      // IBM's engine takes many seconds for the catalogue's tables.
      for (const fault of await accessibilityFaults(desk.page, 'html', table ? 'axe' : 'both'))
        faults.push(`${name}: ${fault}`)
      for (const width of [narrow, look.width]) {
        await desk.page.setViewportSize({ width, height: 900 })
        const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth)
        if (wide > width) faults.push(`${name}: ${wide} pixels wide, not ${width}`)
        for (const label of await cutLabels(desk.page)) faults.push(`${name}, ${width} pixels: cut: ${label}`)
      }
    }
    expect(faults).toEqual([])
    expect(desk.errors).toEqual([])
  })

  it('shows figures that are the database’s own sums', async () => {
    const figures = new OperatorFigures(desk, WORDS.ko)
    await open(`?month=${MONTH}&view=month`)
    await settled()
    await figures.compareMonth(MONTH, '2026-11')
    await desk.view(WORDS.ko.views.risk)
    await settled()
    await figures.compareRisk(MONTH, { from: '2026-11-22', today: '2026-12-06' })
    await desk.view(WORDS.ko.views.files)
    await settled()
    await figures.compareFiles()
    expect(desk.errors).toEqual([])
  })

  it('says what could not be loaded, keeps what was there, and loads it again', async () => {
    await open(`?view=risk&month=${MONTH}`)
    await settled()
    const days = desk.panel('예측보다 많이 판 날')
    const shown = await days.getByRole('rowheader').count()
    expect(shown).toBeGreaterThan(0)
    await desk.page.route('**/notification-letters*', (route) => route.abort())
    await desk.page.route('**/inventory/at-risk*', (route) => route.abort())
    // The page looks again when somebody comes back to it.
    await desk.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await days.getByText('서버에 연결하지 못했습니다.').waitFor()
    await days.getByText('아래는 마지막으로 받은 내용입니다.', { exact: false }).waitFor()
    expect(await days.getByRole('rowheader').count()).toBe(shown)
    const mails = desk.panel('전하지 못한 알림')
    await mails.getByRole('combobox').selectOption('전한 알림')
    await mails.getByText('서버에 연결하지 못했습니다.').waitFor()
    await desk.picture('risk-unreachable')
    await isAccessible('.fui-MessageBar')
    await desk.page.unroute('**/inventory/at-risk*')
    await desk.page.unroute('**/notification-letters*')
    await desk.button('다시 시도', days).click()
    await expect.poll(() => days.getByText('서버에 연결하지 못했습니다.').count(), PATIENCE).toBe(0)
    await desk.button('다시 시도', mails).click()
    await mails.getByText('전한 알림이 없습니다.', { exact: false }).waitFor()
    expect(desk.errors.filter((error) => !error.includes('ERR_FAILED'))).toEqual([])
    desk.errors.length = 0
  })

  it('lets a person choose what they are told of, also on a phone', async () => {
    await open('')
    await desk.button(/^알림/).click()
    await desk.button('설정').click()
    const settings = desk.page.getByRole('table', { name: '알림 설정' })
    const files = settings.getByLabel('예측 파일 실패: 받기')
    await files.waitFor()
    await files.uncheck()
    await desk.page.getByText('저장했습니다.').waitFor()
    const preferences = async () => done(await desk.market.operator.get('/notifications/preferences'))
    expect((await preferences()).muted).toEqual(['FILE_FAILED'])
    expect(await cutLabels(desk.page)).toEqual([])
    await desk.picture('bell-settings-1440')
    await desk.page.setViewportSize({ width: 360, height: 900 })
    // The panel follows the window in a later frame.
    await expect.poll(() => cutLabels(desk.page), PATIENCE).toEqual([])
    await desk.picture('bell-settings-360')
    await isAccessible('[role=dialog]')
    await files.check()
    await expect.poll(async () => (await preferences()).muted, PATIENCE).toEqual([])
    await desk.button('알림 보기').click()
    // What is told leads to where it is looked after.
    const told = desk.page.getByRole('listitem').filter({ hasText: `${MONTH} 표준인벤토리가 확정되지` })
    await told.getByRole('link', { name: '보러 가기' }).click()
    await desk.panel('확정 전 확인').waitFor()
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    expect(desk.errors).toEqual([])
  })

  it('sends the sheet that is chosen, and the others from their warning; a file is sent again with what is known', async () => {
    const workbook = new ExcelJS.Workbook()
    for (const [sheet, metaId] of [
      ['네이버', 'PG3'],
      ['유튜브', 'PG4'],
    ] as const) {
      const rows = workbook.addWorksheet(sheet)
      rows.addRow(['part', 'metaId', 'date', 'hour', 'forecast', 'actual'])
      rows.addRow(['SMR_PROGRAM', metaId, '2026-12-20', 7, 5000, null])
    }
    const buffer = Buffer.from(await workbook.xlsx.writeBuffer())
    const file = { name: '두 시트.xlsx', mimeType: 'application/octet-stream', buffer }
    await open('?view=files')
    await desk.page.locator('input[type=file]').setInputFiles(file)
    await desk.page.getByLabel('시트', { exact: true }).selectOption('유튜브')
    await desk.button('보내기').click()
    await desk.page.getByText('받았습니다: 두 시트.xlsx').waitFor({ timeout: 20_000 })
    const outcome = desk.page.getByRole('region', { name: '예측 파일 보내기' })
    await outcome.locator('dl > div', { hasText: '읽은 시트' }).getByText('유튜브').waitFor()
    await desk.button('다른 파일 보내기').click()
    await desk.page.locator('input[type=file]').setInputFiles(file)
    await desk.button('보내기').click()
    await desk.button('유튜브 시트 보내기').click({ timeout: 20_000 })
    await expect
      .poll(() => outcome.locator('dl > div', { hasText: '읽은 시트' }).textContent(), PATIENCE)
      .toContain('유튜브')
    await desk.button('다른 파일 보내기').click()
    await desk.page.locator('input[type=file]').setInputFiles(file)
    await desk.page.getByLabel('시트', { exact: true }).selectOption('유튜브')
    await desk.button('보내기').click()
    await outcome.getByText(/받은 파일과 같아서 바뀐 것이 없습니다/).waitFor({ timeout: 20_000 })
    const chooser = desk.page.waitForEvent('filechooser')
    await desk.button('다시 보내기: 두 시트.xlsx').first().click()
    await (await chooser).setFiles({ name: '고친 시트.xlsx', mimeType: file.mimeType, buffer })
    await desk.page.getByText(/처음 보낸 파일\(두 시트.xlsx, .*\)과 다릅니다/).waitFor()
    expect(await desk.page.getByLabel('시트', { exact: true }).inputValue()).toBe('유튜브')
    expect(await desk.page.getByLabel('전에 받은 파일이어도 다시 읽기').isChecked()).toBe(true)
    await desk.picture('send-again')
    await desk.button('다른 파일 고르기').click()
    await desk.page.locator('input[type=file]').setInputFiles({ ...file, name: '그림.png' })
    await desk.page.getByText('보낼 수 없는 파일입니다: 그림.png.', { exact: false }).waitFor()
    await desk.page
      .locator('input[type=file]')
      .setInputFiles({ ...file, name: 'x.csv', buffer: Buffer.from('a,b\n1,2\n') })
    await desk.button('보내기').click()
    await desk.page.getByText('예측 파일이 아닙니다.').waitFor()
    await desk.page.getByText(/빠진 것: part/).waitFor()
    await desk.picture('refused-file')
    await desk.button('다른 파일 고르기').click()
    await desk.page.locator('input[type=file]').setInputFiles({
      ...file,
      name: '모르는 파트.csv',
      buffer: Buffer.from('part,metaId,date,hour,forecast,actual\nNOBODY,PG3,2026-12-20,7,1,\n'),
    })
    await desk.button('보내기').click()
    await desk.page.getByText('모든 행이 거절되었습니다: 모르는 파트.csv').waitFor({ timeout: 20_000 })
    const sent = desk.page.getByRole('row').filter({ hasText: '모르는 파트.csv' })
    await sent.getByText('모두 거절').waitFor(PATIENCE)
    await desk.picture('all-rows-refused')
    expect(desk.errors).toEqual([])
  })

  it('decides about forecasts that changed after they were confirmed, one by one and together', async () => {
    await open(`?view=month&month=${MONTH}`)
    const check = desk.panel('확정 전 확인')
    await desk.button(/^확정한 뒤 예측이 바뀐 행/, check).click()
    const rows = desk.page.getByRole('table', { name: '표준인벤토리' })
    await expect.poll(() => rows.getByRole('rowheader').count(), PATIENCE).toBe(2)
    const totals = () =>
      desk.rows<{ metaId: string; total: number; newest: number | null }>(
        `SELECT meta_id AS metaId, forecast_total AS total, new_forecast_total AS newest FROM standard_inventory
         WHERE month = '${MONTH}' AND meta_id IN ('PG1', 'PG2') ORDER BY meta_id`,
      )
    const [pg1, pg2] = (await totals()).map(({ total, newest }) => ({ total, newest: newest ?? 0 }))
    if (!pg1 || !pg2) throw new Error('PG1 and PG2 have no standard inventory')
    await rows.getByText(`새 예측 ${pg2.newest.toLocaleString('ko-KR')}`).waitFor()
    await desk.picture('forecasts-changed')
    await desk.button('확정값 유지: PG1').click()
    await dialog().getByText(`확정 ${pg1.total} → 새 예측 ${pg1.newest}`).waitFor()
    await answer('확정한 값 유지', '이유', '차이가 작음')
    await desk.page.getByText(/1행은 확정한 값/).waitFor()
    await expect.poll(() => rows.getByRole('rowheader').count(), PATIENCE).toBe(1)
    await desk.page.getByLabel('예측이 바뀐 1행 모두 고르기').check()
    await desk.button('고른 1행에 새 예측 쓰기').click()
    await desk.picture('forecasts-take')
    await answer('1개 행에 새 예측 쓰기', '이유', '연말 특집 편성')
    await desk.page.getByText(/판매 인벤토리 반영 · 2026-12: 끝났습니다/).waitFor(PATIENCE)
    expect((await totals()).map(({ total }) => total)).toEqual([pg1.total, pg2.newest])
    expect(desk.errors).toEqual([])
  })

  it('takes what can be done for a booking at risk, after it has said what changes', async () => {
    await open(`?view=risk&month=${MONTH}`)
    const steps = (campaign: string) => desk.panel(`${campaign} (광고주): 할 수 있는 일`)
    const ofUnit = async (campaign: string) =>
      (
        await desk.rows<{ unitId: string; amount: number; version: number }>(
          `SELECT u.id AS unitId, u.amount AS amount, u.version AS version FROM campaign_unit u
           JOIN campaign c ON c.id = u.campaign_id WHERE c.name = '${campaign}' AND u.kind = 'PAID'`,
        )
      )[0]!
    const moved = AT_RISK.small.name
    const reduced = AT_RISK.large.name
    const before = await ofUnit(moved)
    await desk.button(`${moved}: 할 수 있는 일`).first().click()
    // A makegood on other inventory is added and bought; the booking stays at risk.
    await steps(moved)
      .getByRole('listitem')
      .filter({ hasText: '보상 노출' })
      .first()
      .getByRole('button')
      .click()
    await dialog().getByText('이 예약은 바뀌지 않습니다.', { exact: false }).waitFor()
    await desk.picture('risk-makegood')
    await desk.button('더하고 구매', dialog()).click()
    await steps(moved).getByText('보상 노출을 구매했습니다', { exact: false }).waitFor(PATIENCE)
    const services = await desk.rows(
      `SELECT booking_status AS status FROM campaign_unit u JOIN campaign c ON c.id = u.campaign_id
       WHERE c.name = '${moved}' AND u.kind = 'SERVICE'`,
    )
    expect(services).toEqual([{ status: 'Booked' }])
    await steps(moved).getByText('이미 있는 서비스 행 1개', { exact: false }).waitFor()
    // The same amount on other days.
    await desk.button(/^진행: 같은 금액/, steps(moved)).click()
    await dialog()
      .getByText(/^금액 .*원은 그대로입니다\.$/)
      .waitFor()
    await desk.button('다른 날로 옮기기', dialog()).click()
    await dialog().getByText('이유를 입력해 주세요.').waitFor()
    await desk.picture('risk-shift')
    await isAccessible('[role=dialog]')
    await answer('다른 날로 옮기기', '이유 (이력에 남습니다)', '15일 예측 감소')
    await steps(moved).getByText('예약을 바꿨습니다', { exact: false }).waitFor(PATIENCE)
    await steps(moved).getByText('예측이 모자란 노출이 없습니다.').waitFor()
    await desk.picture('risk-shifted')
    expect(await ofUnit(moved)).toMatchObject({ amount: before.amount })
    const after = done(await desk.market.operator.get(`/campaign-units/${before.unitId}/at-risk-steps`))
    expect(after.risk).toBe(0)
    await desk.button('닫기', steps(moved)).click()
    expect(await steps(moved).count()).toBe(0)
    // Less, with the client's consent.
    const larger = await ofUnit(reduced)
    await desk.button(`${reduced}: 할 수 있는 일`).first().click()
    await desk.button(/^진행: 금액을/, steps(reduced)).click()
    expect(await desk.button('예약 줄이기', dialog()).isDisabled()).toBe(true)
    await dialog().getByLabel('광고주가 줄이는 데 동의했습니다').check()
    await desk.picture('risk-reduce')
    await answer('예약 줄이기', '이유 (이력에 남습니다)', '12월 6일 통화로 동의')
    await steps(reduced).getByText('예약을 바꿨습니다', { exact: false }).waitFor(PATIENCE)
    expect((await ofUnit(reduced)).amount).toBeLessThan(larger.amount)
    expect(done(await desk.market.operator.get(`/campaign-units/${larger.unitId}/at-risk-steps`)).risk).toBe(
      0,
    )
    expect(desk.errors).toEqual([])
  })

  it('makes good what a row that delivers nothing will miss', async () => {
    await open(`?view=risk&month=${MONTH}`)
    const units = desk.panel('미달 위험 유닛')
    await desk.button(`${BEHIND}: 할 수 있는 일`, units).click()
    const steps = desk.panel(`${BEHIND} (광고주): 할 수 있는 일`)
    const [booking] = await desk.rows<{ unitId: string; impressions: number }>(
      `SELECT b.unit_id AS unitId, b.impressions AS impressions FROM booking b
       JOIN campaign_unit u ON u.id = b.unit_id JOIN campaign c ON c.id = u.campaign_id WHERE c.name = '${BEHIND}'`,
    )
    const missing = booking!.impressions.toLocaleString('ko-KR')
    const willMiss = steps.locator('dl > div', { hasText: '집행 예상 부족' }).locator('dd')
    await expect.poll(() => willMiss.textContent(), PATIENCE).toBe(missing)
    await steps.getByText(`서비스 행: DIRECT`, { exact: false }).getByText(`${missing}회`).waitFor()
    await desk.button(/^진행: 서비스 행/, steps).click()
    await dialog().getByText('표시 금액', { exact: false }).waitFor()
    await desk.picture('makegood')
    await desk.button('더하고 구매', dialog()).click()
    await steps.getByText(`보상 노출을 구매했습니다: DIRECT`, { exact: false }).waitFor(PATIENCE)
    await steps.getByText(`집행에서 부족할 ${missing}회 가운데 ${missing}회를 보상했습니다.`).waitFor()
    await steps.getByText('이미 있는 서비스 행 1개', { exact: false }).click()
    await steps.getByText(`${missing}회 · 구매완료`, { exact: false }).waitFor()
    await desk.picture('made-good')
    expect(
      await desk.rows(
        `SELECT u.kind AS kind, u.booking_status AS status, b.impressions AS impressions FROM makegood m
         JOIN campaign_unit u ON u.id = m.unit_id JOIN booking b ON b.unit_id = m.unit_id
         WHERE m.for_unit_id = '${booking!.unitId}'`,
      ),
    ).toEqual([{ kind: 'SERVICE', status: 'Booked', impressions: booking!.impressions }])
    // What was made good is not offered again.
    expect(await desk.button(/^진행/, steps).count()).toBe(0)
    await desk.market.audit()
    expect(desk.errors).toEqual([])
  })

  it('shows whom no mail reached, and why, and sends it again', async () => {
    await open(`?view=risk&month=${MONTH}`)
    const mails = desk.panel('전하지 못한 알림')
    const [{ dead }] = (await desk.rows<{ dead: number }>(
      "SELECT COUNT(*) AS dead FROM notification_letter WHERE status = 'DEAD'",
    )) as [{ dead: number }]
    expect(dead).toBeGreaterThan(1)
    await expect.poll(() => mails.getByRole('rowheader').count(), PATIENCE).toBe(dead)
    await mails.getByText('planner@example.com').first().waitFor()
    await mails.getByText(/550/).first().waitFor()
    await desk.picture('mails-dead')
    mailbox.refuseWith = undefined
    await mails
      .getByRole('checkbox', { name: `보장노출 미달이 예상됩니다: ${BEHIND}` })
      .first()
      .check()
    await desk.button('고른 1건 다시 보내기').click()
    await dialog().getByText(`보장노출 미달이 예상됩니다: ${BEHIND} → 메일`, { exact: false }).waitFor()
    await desk.picture('mail-again')
    await desk.button('1건 다시 보내기', dialog()).click()
    await desk.page.getByText('1건을 다시 보냅니다.').waitFor()
    await expect.poll(() => mails.getByRole('rowheader').count(), PATIENCE).toBe(dead - 1)
    await desk.market.job('notify')
    expect(mailbox.mails.map(({ to }) => to)).toContain('planner@example.com')
    await mails.getByRole('combobox').selectOption('전한 알림')
    await mails.getByRole('rowheader', { name: BEHIND }).waitFor(PATIENCE)
    await mails.getByRole('combobox').selectOption('보낼 알림')
    await mails.getByText('보낼 알림이 없습니다.').waitFor()
    expect(desk.errors).toEqual([])
  })

  it('sets a dead letter aside with a reason, and sends the others again', async () => {
    await open(`?view=risk&month=${MONTH}`)
    const letters = desk.panel('광고 서버가 받지 못한 요청')
    const showing = letters.getByRole('combobox')
    const [{ dead }] = (await desk.rows<{ dead: number }>(
      "SELECT COUNT(*) AS dead FROM publish_request WHERE status = 'DEAD'",
    )) as [{ dead: number }]
    expect(dead).toBeGreaterThan(1)
    await expect.poll(() => letters.getByRole('rowheader').count(), PATIENCE).toBe(dead)
    await letters.getByText('답 내용').first().click()
    await letters.getByText('점검 중입니다').first().waitFor()
    await letters.getByRole('checkbox').first().check()
    await desk.button('고른 1건 정리').click()
    await desk.picture('letter-retire')
    await answer('고른 1건 정리', '정리하는 이유', '서버를 바꿔 더는 필요 없음')
    await desk.page.getByText('1건을 정리했습니다.').waitFor()
    await expect.poll(() => letters.getByRole('rowheader').count(), PATIENCE).toBe(dead - 1)
    await showing.selectOption('정리한 요청')
    await expect.poll(() => letters.getByRole('rowheader').count(), PATIENCE).toBe(1)
    await letters.getByText('처리 기록').click()
    await letters.getByText('서버를 바꿔 더는 필요 없음').waitFor()
    await letters.getByText('operator@example.com').waitFor()
    await desk.picture('letters-retired')
    await showing.selectOption('포기한 요청')
    await desk.button(`보이는 ${dead - 1}건 다시 보내기`).click()
    await desk.button(`${dead - 1}건 다시 보내기`, dialog()).click()
    await desk.page.getByText(`${dead - 1}건을 다시 보냅니다.`).waitFor()
    await letters.getByText('받지 못한 요청이 없습니다.').waitFor()
    expect(desk.errors).toEqual([])
  })

  it('merges two contents after it has shown what moves, and takes others out of sale and back', async () => {
    await open('?view=catalog&table=contents')
    for (const metaId of ['RS1', 'RY1']) await desk.page.getByLabel(`${metaId} 고르기`).check()
    await desk.button('합치기').click()
    await dialog().getByLabel('남길 쪽').selectOption({ index: 1 })
    await dialog().getByText('되돌릴 수 없습니다.').waitFor()
    await dialog()
      .getByText(/^예측 .*시간이 옮겨집니다/)
      .waitFor()
    expect(await desk.rows("SELECT code FROM retirement WHERE code = 'RS1'")).toEqual([])
    await desk.picture('catalog-merge')
    await isAccessible('[role=dialog]')
    await answer('RS1 → RY1 합치기', '합치는 이유', '같은 프로그램')
    await desk.page.getByText('합쳤습니다: RS1 → RY1').waitFor(PATIENCE)
    await desk.page.getByText('RY1에 합침').waitFor()
    await desk.picture('catalog-merged')
    expect(await desk.rows("SELECT merged_into AS merged FROM retirement WHERE code = 'RS1'")).toEqual([
      { merged: 'RY1' },
    ])
    // A row of another type can't be its duplicate.
    for (const metaId of ['PG6', 'CH1']) await desk.page.getByLabel(`${metaId} 고르기`).check()
    expect(await desk.button('합치기').isDisabled()).toBe(true)
    await desk.page.getByLabel('CH1 고르기').uncheck()
    await desk.button('판매 종료 1행').click()
    await desk.button('판매 종료 1행', dialog()).click()
    await desk.page.getByText('1행의 판매를 끝냈습니다.').waitFor()
    expect(await desk.rows("SELECT code FROM retirement WHERE code = 'PG6'")).toEqual([{ code: 'PG6' }])
    await desk.page.getByLabel('PG6 고르기').check()
    await desk.button('다시 판매 1행').click()
    await desk.button('다시 판매 1행', dialog()).click()
    await desk.page.getByText('1행을 다시 판매합니다.').waitFor()
    expect(await desk.rows("SELECT code FROM retirement WHERE code = 'PG6'")).toEqual([])
    await desk.button('RY1 이력').click()
    await dialog()
      .getByRole('row', { name: /합쳐 온 행.*같은 프로그램/ })
      .waitFor()
    await desk.picture('catalog-history')
    await isAccessible('[role=dialog]')
    await desk.button('닫기', dialog()).click()
    await desk.button('상품과 단가').click()
    await desk.button('DIRECT 이력').click()
    await dialog()
      .getByRole('row', { name: /eCPM \(원\).*없음.*7,300/ })
      .waitFor()
    await desk.button('닫기', dialog()).click()
    // A group is changed by typing, and its history says from what to what.
    await desk.button('타겟팅그룹').click()
    await desk.page.getByLabel('FORTY 콘텐츠와 가중치').fill('PG2 70, PG1 30')
    await desk.button('1행 저장').click()
    await desk.page.getByText('1행을 저장했습니다.').waitFor()
    await desk.button('FORTY 이력').click()
    await dialog()
      .getByRole('row', { name: /콘텐츠와 가중치 PG1 60, PG2 40 PG2 70, PG1 30/ })
      .waitFor()
    await desk.picture('group-history')
    await desk.button('닫기', dialog()).click()
    expect(desk.errors).toEqual([])
  })

  it('merges two owners after it has shown what moves', async () => {
    await open('?view=catalog&table=owners')
    const owned = async (owner: string) =>
      (await desk.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM content WHERE owner = '${owner}'`))[0]!.n
    const [ofSbs, ofJtbc] = [await owned('SBS'), await owned('JTBC')]
    for (const code of ['JTBC', 'SBS']) await desk.page.getByLabel(`${code} 고르기`).check()
    await desk.button('합치기').click()
    // The other one is to stay: what moves is shown for that.
    await dialog().getByText(`콘텐츠 ${ofSbs}개의 오너가 바뀝니다.`).waitFor()
    await dialog().getByLabel('남길 쪽').selectOption('SBS SBS')
    await dialog().getByText(`콘텐츠 ${ofJtbc}개의 오너가 바뀝니다.`).waitFor()
    await dialog().getByText('이미 판 몫의 오너는 그대로입니다.').waitFor()
    await desk.picture('owners-merge')
    await answer('JTBC → SBS 합치기', '합치는 이유', '합병')
    await desk.page.getByText('합쳤습니다: JTBC → SBS').waitFor(PATIENCE)
    await desk.page.getByText('SBS에 합침').waitFor()
    expect([await owned('SBS'), await owned('JTBC')]).toEqual([ofSbs + ofJtbc, 0])
    const shares = await desk.rows<{ n: number }>(
      "SELECT COUNT(*) AS n FROM owner_share WHERE owner = 'JTBC'",
    )
    expect(shares[0]!.n).toBeGreaterThan(0)
    await desk.button('JTBC 이력').click()
    await dialog()
      .getByRole('row', { name: /합쳐진 곳.*SBS.*합병/ })
      .waitFor()
    await desk.button('닫기', dialog()).click()
    expect(desk.errors).toEqual([])
  })

  it('saves a block from Excel row by row, names what is refused, and loses nothing that was typed', async () => {
    await open('?view=catalog&table=contents')
    const table = desk.page.getByRole('table', { name: '콘텐츠', exact: true })
    await desk.page.getByLabel('PG2 이름').waitFor()
    const paste = (text: string, label: string) =>
      desk.page.getByLabel(label).evaluate((cell, given) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', given)
        ;(cell as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        )
      }, text)
    await paste(
      [
        '메타ID\t이름\t오너\t매체 가중치',
        'PG2\t둘째 프로그램\tSBS\tYOUTUBE 5, NAVER 2',
        'PG3\t셋째\tNOBODY\t',
        'PG4\t넷째\tCJ\tNAVER zero',
        'PG77\t일곱째\tCJ\tNAVER 1',
      ].join('\n'),
      'PG2 이름',
    )
    await desk.page.getByText('4행을 붙여 넣었습니다.').waitFor()
    await desk.page.getByText('코드와 1~1,000,000의 가중치를 적어 주세요.').waitFor()
    await desk.page.getByText('고쳐야 할 행 2개').waitFor()
    // The new row has no type yet.
    await table.getByRole('combobox', { name: '새 행 유형' }).selectOption('프로그램')
    await desk.picture('catalog-pasted')
    await isAccessible('main')
    // Meanwhile somebody else changes PG2.
    const { items } = done(await desk.market.operator.post('/contents/lookups', { metaIds: ['PG2'] }))
    const { version, needsReview: _r, metaId: _m, ...body } = items[0]
    done(await desk.market.operator.put('/contents/PG2', { ...body, version, name: '다른 이름' }))
    await desk.button('3행 저장').click()
    await desk.page.getByText('1행을 저장했습니다.').waitFor()
    await desk.page.getByText('2행은 저장하지 못했습니다.', { exact: false }).waitFor()
    await desk.page.getByText('그사이 다른 사람이 바꿨습니다.', { exact: false }).waitFor()
    await desk.page.getByText('카탈로그에 없는 코드입니다: NOBODY').waitFor()
    await table.getByText('지금 값: 다른 이름').waitFor()
    await desk.picture('catalog-refused')
    expect(await desk.page.getByLabel('PG2 이름').inputValue()).toBe('둘째 프로그램')
    await desk.page.getByLabel('PG3 오너').fill('SBS')
    await desk.page.getByLabel('PG4 매체 가중치').fill('NAVER 4')
    await desk.button('3행 저장').click()
    await desk.page.getByText('3행을 저장했습니다.').waitFor()
    const saved = await desk.market.test.service.database.rows<{ name: string }>(
      "SELECT name FROM content WHERE meta_id IN ('PG2', 'PG3', 'PG4', 'PG77') ORDER BY meta_id",
    )
    expect(saved.map(({ name }) => name)).toEqual(['둘째 프로그램', '셋째', '넷째', '일곱째'])
    // What the file brought is accepted as it is.
    await desk.page.getByRole('button', { name: '검토할 콘텐츠' }).click()
    await desk.button('보이는 1개를 이대로 승인').click()
    await desk.page.getByText('검토할 콘텐츠가 없습니다.').waitFor()
    // A rate is its digits.
    await desk.page.getByRole('button', { name: '상품과 단가' }).click()
    await desk.page.getByLabel('DIRECT CTR').fill('1.2345%')
    await desk.page.getByLabel('DIRECT eCPM').fill('12,000')
    await desk.button('1행 저장').click()
    await desk.page.getByText('1행을 저장했습니다.').waitFor()
    const product = done(await desk.market.operator.get('/products')).items.find(
      ({ code }: { code: string }) => code === 'DIRECT',
    )
    expect([product.ctr, product.ecpm]).toEqual([0.012345, 12_000])
    expect(desk.errors).toEqual([])
  })
})
