import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decimal } from '../../samples/demo/explanation'
import { modestAmount } from '../../samples/demo/flights'
import { clipped, displayWidth, padded, signedPercent, tableLines } from '../../samples/session/terminal'
import { databases } from '../support/databases'
import { ADMIN, startService, type TestService } from '../support/service'

describe('the terminal', () => {
  it('gives Hangul, Hanja and emoji two columns, marks and colours none', () => {
    expect(displayWidth('NAVER')).toBe(5)
    expect(displayWidth('네이버 TV')).toBe(9)
    expect(displayWidth('표준(漢字)')).toBe(10)
    expect(displayWidth('🎬')).toBe(2)
    expect(displayWidth('e\u0301')).toBe(1)
    expect(displayWidth('한글'.normalize('NFD'))).toBe(4)
    expect(displayWidth('\x1b[32m구매\x1b[39m')).toBe(4)
  })

  it('pads and cuts by what is seen, not by characters', () => {
    expect(padded('구매', 6)).toBe('구매  ')
    expect(padded('1,000', 7, 'right')).toBe('  1,000')
    expect(padded('구매완료', 4)).toBe('구매완료')
    expect(clipped('새벽 배송 연대기', 10)).toBe('새벽 배송…')
    expect(clipped('새벽 배송', 9)).toBe('새벽 배송')
    expect(displayWidth(clipped('가나다라마바사', 8))).toBeLessThanOrEqual(8)
  })

  it('aligns a table with Korean cells', () => {
    expect(
      tableLines(
        [{ title: '매체' }, { title: '노출', align: 'right' }],
        [
          ['네이버 TV', '1,234'],
          ['KAKAO', '5'],
        ],
      ),
    ).toEqual(['매체        노출', '─────────  ─────', '네이버 TV  1,234', 'KAKAO          5'])
  })

  it('writes rates with their sign, and exact fractions as decimals', () => {
    expect(signedPercent(0.0625)).toBe('+6.25 %')
    expect(signedPercent(-0.1)).toBe('-10.00 %')
    expect(signedPercent(null)).toBe('–')
    expect(decimal('10000000/3')).toBe('3,333,333.333…')
    expect(decimal('3/2')).toBe('1.500')
    expect(decimal('90909')).toBe('90,909')
  })
})

it('asks the wish, or two fifths of what fits in steps of 10,000 won', () => {
  expect(modestAmount(6_000_000, 50_000_000)).toBe(6_000_000)
  expect(modestAmount(6_000_000, 10_043_243)).toBe(4_010_000)
  expect(modestAmount(6_000_000, 0)).toBe(0)
})

describe('the demo against a running service', () => {
  let directory: string
  let running: TestService

  function demo(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    const script = join(directory, 'demo.mjs')
    return new Promise((resolve) => {
      execFile(process.execPath, [script, ...args], { cwd: directory }, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr })
      })
    })
  }
  const asAdmin = () => ['--url', running.origin, '--email', ADMIN.email, '--password', ADMIN.password]

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'flightsheet-demo-'))
    buildSync({
      entryPoints: [fileURLToPath(new URL('../../samples/demo/demo.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(directory, 'demo.mjs'),
    })
    running = await startService(databases().find(({ name }) => name === 'sqlite')!)
  })

  afterAll(async () => {
    await running?.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  it('lives the whole story on an empty catalogue, and again on what it left', async () => {
    const first = await demo(...asAdmin(), '--out', 'first.xlsx')
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(first.stdout).toContain('today is 2026-12-01')
    expect(first.stdout).toContain('All of it holds.')
    const second = await demo(...asAdmin(), '--out', 'second.xlsx')
    expect(second).toMatchObject({ status: 0, stderr: '' })
    expect(second.stdout).not.toContain('entries were made')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(readFileSync(join(directory, 'second.xlsx')) as unknown as ArrayBuffer)
    expect(workbook.worksheets.map(({ name }) => name)).toContain('큐레이션타겟팅')
  })

  it('writes plain text without colours into a pipe', async () => {
    const { stdout } = await demo('--help')
    expect(stdout).toContain('--url')
    expect(stdout).not.toContain('\x1b')
  })

  it('says what to do when it cannot go on', async () => {
    await running.signInAs('planner')
    const planner = ['--email', 'planner@example.com', '--password', ADMIN.password]
    const stranger = createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const { port } = stranger.address() as AddressInfo
    const runs = [
      [['--url', 'http://127.0.0.1:9'], 'Run `npm start` in another terminal'],
      [['--url', `http://127.0.0.1:${port}`], 'it is not Flightsheet'],
      [['--url', running.origin, '--password', 'wrong'], '--email and --password'],
      [['--url', running.origin, ...planner], 'Sign in as an operator'],
      [['--url', 'localhost'], '--url must be an address'],
      [['--colour'], 'Unknown option'],
    ] as const
    for (const [args, sentence] of runs) {
      const run = await demo(...args)
      expect(run.status).toBe(1)
      expect(run.stderr).toContain(sentence)
      expect(run.stderr).not.toContain('    at ')
    }
    stranger.close()
  })
})
