// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXCEL_MEMBERS } from '../../addin/excel/members'
import { type CheckReport, selfCheck } from '../../addin/self-check'
import { implementedMembers } from '../../workbench/host/host-type'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

let excel: HeadlessExcel
let report: CheckReport

beforeAll(async () => {
  excel = await headlessExcel()
  report = await selfCheck(() => undefined, 0)
})

afterAll(() => excel.dispose())

describe('the check of an Excel', () => {
  it('finds everything working in the workbench', () => {
    // Without a page nobody's selection moves, so that event is tried in a browser.
    const failed = report.steps.filter(({ ok, name }) => !ok && name !== 'selection event')
    expect(failed).toEqual([])
  })

  it('touches exactly the members that are listed', () => {
    expect(report.members).toEqual(Object.keys(EXCEL_MEMBERS).sort())
  })
})

describe('the members of Excel that the add-in uses', () => {
  it('are all in the workbench', () => {
    const able = new Set(implementedMembers())
    const members = Object.keys(EXCEL_MEMBERS).filter((member) => !member.startsWith('RequestContext.'))
    expect(members.filter((member) => !able.has(member))).toEqual([])
  })

  it('came with no later requirement set than the manifest asks for', () => {
    const manifest = readFileSync('manifest.xml', 'utf8')
    const asked = /<Set Name="ExcelApi" MinVersion="1\.(\d+)"/.exec(manifest)![1]
    const latest = Math.max(...Object.values(EXCEL_MEMBERS).map((set) => Number(set.split('.')[1])))
    expect(latest).toBe(Number(asked))
  })
})
