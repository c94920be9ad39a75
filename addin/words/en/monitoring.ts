import type { Words } from '../words'

const count = (value: number) => value.toLocaleString('en-US')
const plural = (value: number, one: string) => `${count(value)} ${value === 1 ? one : `${one}s`}`
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)} %`

export const MONITORING_EN: Words['monitoring'] = {
  writeSheet: 'Write monitoring sheet',
  foreignTitle: 'The sheet Monitoring holds something else',
  foreignBody: 'Written again, it holds the monitoring of this campaign instead.',
  notesTitle: 'The monitoring sheet cannot grow',
  notesBody:
    'There are notes right below the table. Move them and it is refreshed; written again, they are lost.',
  overwrite: 'Write again',
  percent,
  overview: {
    title: 'Delivery',
    loading: 'Loading delivery',
    firstTime: 'Delivery is being added up for the first time. It is here within a minute.',
    campaigns: (status, value) => `${status} ${count(value)}`,
    today: 'Delivered today',
    todayOf: (delivered, planned) => `${count(delivered)} of ${count(planned)} planned`,
    todayNone: 'Nothing is planned for today',
    noneAtRisk: 'Everything is expected to deliver what is guaranteed',
    atRisk: (rows, missing) => `${plural(rows, 'row')} at risk · ${count(missing)} missing`,
    missing: (impressions) => `${count(impressions)} missing`,
    ends: (date) => `ends ${date}`,
    more: (rows) => `${count(rows)} more on the dashboard`,
    all: 'Campaigns',
  },
  row: {
    title: 'Delivery',
    delivered: (delivered, guaranteed) => `${count(delivered)} of ${count(guaranteed)} guaranteed`,
    achievement: (part, whole) => `${percent(part, whole)} achieved`,
    projected: (projected) => `${count(projected)} at the end, at this pace`,
    missing: (missing) => `${count(missing)} will be missing`,
    loading: 'Loading delivery',
    propose: 'Propose a makegood',
    asking: 'Looking for room…',
    proposal: 'Makegood',
    fits: (impressions) => `${count(impressions)} more impressions, as a service.`,
    partly: (impressions, missing) =>
      `There is room for ${count(impressions)} of the ${count(missing)} that are missing.`,
    free: (amount) => `Shown as ${amount}, charged KRW 0`,
    add: 'Add service row',
    adding: 'Adding…',
    added: 'The service row was added',
    addedNext: 'Check it in the sheet and buy it to run it.',
    show: 'Show the new row',
    obstacles: {
      NOTHING_MISSING:
        'There is nothing to add: it will deliver what is guaranteed, or has its makegood already.',
      NO_ROOM:
        'From tomorrow on this targeting is sold out. Add a service row with other targeting or dates yourself.',
      NOT_BOOKED: 'Nothing is guaranteed for a row that was not bought.',
    },
  },
}
