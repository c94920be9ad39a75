// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CheckReport, selfCheck } from '../../addin/self-check/self-check'
import { SELF_CHECK_KO } from '../../addin/words/ko/self-check'
import { isSetSupported } from '../../workbench/office/api-sets'
import { type HeadlessExcel, headlessExcel } from './headless-excel'
import { officeMembers } from './office-members'

let excel: HeadlessExcel
let report: CheckReport

beforeAll(async () => {
  excel = await headlessExcel()
  report = await selfCheck(() => undefined, 0)
})

afterAll(() => excel.dispose())

describe('the check of an Excel', () => {
  it('finds everything working in the workbench', () => {
    // Without a page no selection changes, so that event is tested in a browser.
    const failed = report.steps.filter(({ ok, name }) => !ok && name !== 'selection event')
    expect(failed).toEqual([])
  })

  it('has a Korean name for every step', () => {
    const named = Object.keys(SELF_CHECK_KO.steps)
    expect(report.steps.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([])
  })

  it('touches every member that the add-in uses here, and no other', () => {
    const used = officeMembers('addin').flatMap(({ hosted, member, guards }) => {
      const here = guards.every(({ name, minor }) => isSetSupported(name, `1.${minor}`))
      return hosted && here ? [member] : []
    })
    expect(report.members).toEqual([...new Set(used)].sort())
  })
})
