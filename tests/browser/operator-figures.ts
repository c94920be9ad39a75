import { expect } from 'vitest'
import type { Words } from '../../addin/operator/words/words'
import { daysOf } from '../../shared/calendar'
import { OperatorSums } from '../inventory/operator-sums'
import { numberIn, type OperatorBrowser } from './operator-browser'

/** The figures of the operator's screens, read from their tables and compared with the database's own sums. */
export class OperatorFigures {
  private readonly sums: OperatorSums

  constructor(
    private readonly desk: OperatorBrowser,
    private readonly words: Words,
  ) {
    this.sums = new OperatorSums((sql, values) => desk.rows(sql, values))
  }

  /** The month's sums by type, its rows, and every day of its calendar. */
  async compareMonth(month: string, before: string): Promise<void> {
    const { month: said, standard } = this.words
    const lines = await this.linesOf(said.check)
    const sums = await this.sums.standard(month, before)
    expect(lines).toHaveLength(sums.length)
    const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toLocaleString('ko-KR')}`
    for (const { type, rows, total, previous, corrected, correction, promised, left } of sums) {
      const name = type === null ? said.all : standard.types[type as keyof typeof standard.types]
      const [, ofRows, ofTotal, ofBefore, , ofCorrections, ofPromised, ofLeft] = lines.find(
        ([shown]) => shown === name,
      )!
      expect([ofRows, ofTotal, ofBefore, ofPromised, ofLeft].map(numberIn)).toEqual([
        rows,
        total,
        previous,
        promised,
        left,
      ])
      expect(ofCorrections).toBe(corrected === 0 ? '–' : said.corrected(corrected, signed(correction)))
    }

    const contents = await this.desk.rows<{ metaId: string; total: number; promised: number }>(
      `SELECT s.meta_id AS metaId, COALESCE(s.adjusted_total, s.forecast_total) AS total,
              (SELECT COALESCE(SUM(u.held + u.sold), 0) FROM unit_inventory u
               WHERE u.meta_id = s.meta_id AND u.date LIKE ?) AS promised
       FROM standard_inventory s WHERE s.month = ? ORDER BY s.meta_id`,
      [`${month}-%`, month],
    )
    const rows = await this.linesOf(said.table)
    expect(
      rows
        .map(([content, , , promised, , total]) => ({
          metaId: content!.split(' · ').at(-1)!,
          total: numberIn(total),
          promised: numberIn(promised),
        }))
        .toSorted((a, b) => (a.metaId < b.metaId ? -1 : 1)),
    ).toEqual(contents)

    // Its last line is all platforms together.
    const remaining = await this.sums.remaining(month)
    for (const [platform, ...cells] of await this.linesOf(said.calendar)) {
      const these = remaining.filter((day) => platform === said.everything || day.platform === platform)
      const sumOn = (date: string) =>
        these.filter((day) => day.date === date).reduce((sum, day) => sum + day.remaining, 0)
      expect(cells.map((cell) => numberIn(cell.split('\n')[0]))).toEqual(daysOf(month).map(sumOn))
    }
  }

  /** What is sold beyond the forecast, what will miss its guarantee, and what was not delivered as planned. */
  async compareRisk(month: string, { from, today }: { from: string; today: string }): Promise<void> {
    const { risk } = this.words
    const { rows, units, impressions } = await this.sums.beyond(month)
    const lead = risk.daysLead(units, rows.length, impressions.toLocaleString('ko-KR'))
    await this.desk.panel(risk.days).getByText(lead).waitFor()
    expect(
      (await this.linesOf(risk.days)).map(([content, platform, , ...figures]) => [
        content!.split('\n').at(-1),
        platform,
        ...figures.slice(0, 3).map(numberIn),
      ]),
    ).toEqual(
      rows.map(({ metaId, platform, forecast, promised, short }) => [
        metaId,
        platform,
        forecast,
        promised,
        short,
      ]),
    )

    // No row of the market delivers anything: what has begun will miss all that it was guaranteed.
    const begun = await this.desk.rows<{ campaign: string; impressions: number }>(
      `SELECT c.name AS campaign, b.impressions AS impressions FROM booking b
       JOIN campaign_unit u ON u.id = b.unit_id JOIN campaign c ON c.id = u.campaign_id
       WHERE u.start_date <= ? ORDER BY b.impressions DESC`,
      [today],
    )
    expect(
      (await this.linesOf(risk.units)).map(([campaign, , , guaranteed, , , missing]) => [
        campaign!.split('\n')[0],
        numberIn(guaranteed),
        numberIn(missing),
      ]),
    ).toEqual(begun.map((one) => [one.campaign, one.impressions, one.impressions]))

    const planned = (await this.sums.delivery(from, today)).filter(({ date }) => date < today)
    expect(
      (await this.linesOf(risk.deliveries))
        .map(([date, platform, ...figures]) =>
          [date, platform, ...figures.slice(0, 2).map(numberIn)].join(' '),
        )
        .toSorted(),
    ).toEqual(
      planned
        .map(({ date, platform, planned: plan, delivered }) => {
          const [, ofMonth, day] = date.split('-').map(Number)
          return [`${ofMonth}. ${day}.`, platform, plan, delivered].join(' ')
        })
        .toSorted(),
    )
  }

  /** The files that were taken, with their rows. */
  async compareFiles(): Promise<void> {
    const files = await this.desk.rows<{ name: string; accepted: number; rejected: number }>(
      'SELECT name AS name, accepted AS accepted, rejected AS rejected FROM forecast_file ORDER BY created_at DESC',
    )
    const { files: said } = this.words
    expect(
      (await this.linesOf(said.history)).map(([name, , , , changed]) => [
        name,
        changed!.split(' · ').slice(0, 2).join(' · '),
      ]),
    ).toEqual(
      files.map(({ name, accepted, rejected }) => [
        name,
        said.changes(accepted.toLocaleString('ko-KR')) +
          (rejected > 0 ? ` · ${said.changeRejected(rejected.toLocaleString('ko-KR'))}` : ''),
      ]),
    )
  }

  /** The lines of a table, each as the texts of its cells. */
  private linesOf(table: string): Promise<string[][]> {
    return this.desk.page
      .getByRole('table', { name: table })
      .locator('tbody tr')
      .evaluateAll((lines) =>
        (lines as unknown as { cells: Iterable<{ innerText: string }> }[]).map(({ cells }) =>
          Array.from(cells, ({ innerText }) => innerText),
        ),
      )
  }
}
