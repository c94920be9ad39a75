import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SHEET_AMOUNT, typedWhole, typedWon } from '../../shared/sheets/typed-values'
import { writtenWon } from '../../shared/sheets/written-amount'

describe('a written amount', () => {
  it.each([
    ['1e6', 1_000_000],
    ['1.5E+06', 1_500_000],
    ['1.234E+06', 1_234_000],
    ['₩1,000,000', 1_000_000],
    ['￦1,000,000', 1_000_000],
    ['KRW 1,000,000', 1_000_000],
    ['1,000,000원', 1_000_000],
    [' 1,000,000 원 ', 1_000_000],
    ['1000000.0', 1_000_000],
    ['1,000,000.00', 1_000_000],
    ['+1,000', 1_000],
    ['500만', 5_000_000],
    ['500만원', 5_000_000],
    ['500 만원', 5_000_000],
    ['5백만원', 5_000_000],
    ['5천만원', 50_000_000],
    ['5천만', 50_000_000],
    ['5천 만', 50_000_000],
    ['2천5백만', 25_000_000],
    ['1.5억', 150_000_000],
    ['1.1억', 110_000_000],
    ['1억 5천만', 150_000_000],
    ['3억5,000만원', 350_000_000],
    ['3억 5000만원', 350_000_000],
    ['2만5천', 25_000],
    ['1만2천500원', 12_500],
    ['2만 500원', 20_500],
    ['1억2345만6789', 123_456_789],
    ['1,000천원', 1_000_000],
    ['25천원', 25_000],
    ['50,000만', 500_000_000],
    ['1조 2000억', 1_200_000_000_000],
    ['１，０００，０００', 1_000_000],
    ['５００만', 5_000_000],
    ['1.5천', 1_500],
    ['0', 0],
    ['0원', 0],
  ])('%j is %d', (text, won) => {
    expect(typedWon(text, MAX_SHEET_AMOUNT)).toEqual({ kind: 'value', value: won })
  })

  it.each([
    // A dot before three digits: some write thousands so.
    '1.000',
    '1.500억',
    '1.000.000',
    '0.500',
    '1,000.000',
    '1,00',
    '0,500',
    '1,00만',
    '12,34,567',
    '1 000 000',
    '1.',
    '.5',
    '백만원',
    '원',
    '₩',
    '만',
    '1만억',
    '1억1억',
    '1만 2억',
    '1.5억 5천만',
    '1만 20000',
    // Most who say so mean 150,000,000, some 100,005,000.
    '1억 5천',
    '1억 500',
    '3만5',
    '2천15백만',
    '2천5',
    '1,000,000원 (VAT 별도)',
    '1,000~2,000',
    '0x10',
    'Infinity',
    '1e999',
    '=1+1',
  ])('%j is refused', (text) => {
    expect(typedWon(text, MAX_SHEET_AMOUNT)).toEqual({ kind: 'invalid', code: 'NOT_A_NUMBER' })
  })

  it.each([
    ['1000.5', 'NOT_WHOLE'],
    ['1.00005만', 'NOT_WHOLE'],
    ['1e-3', 'NOT_WHOLE'],
    ['-1,000', 'NEGATIVE'],
    ['-₩1,000', 'NEGATIVE'],
    ['₩-500만', 'NEGATIVE'],
    ['−5만', 'NEGATIVE'],
    ['1000조', 'TOO_LARGE'],
    ['1e15', 'TOO_LARGE'],
  ])('%j is refused as %s', (text, code) => {
    expect(typedWon(text, MAX_SHEET_AMOUNT)).toEqual({ kind: 'invalid', code })
  })

  it('is read alike where whole numbers of the inventory are typed', () => {
    expect(typedWhole('1,200,000', MAX_SHEET_AMOUNT)).toEqual({ kind: 'value', value: 1_200_000 })
    expect(typedWhole('120만', MAX_SHEET_AMOUNT)).toEqual({ kind: 'value', value: 1_200_000 })
    for (const text of ['1.000', '1,00', '12,34,567', '1,000원', '₩5'])
      expect(typedWhole(text, MAX_SHEET_AMOUNT)).toEqual({ kind: 'invalid', code: 'NOT_A_NUMBER' })
  })

  it('means the same in every form', () => {
    fc.assert(
      fc.property(amount, (won) => {
        for (const text of forms(won))
          expect([text, typedWon(text, MAX_SHEET_AMOUNT)]).toEqual([text, { kind: 'value', value: won }])
      }),
    )
  })

  it('is never a thousandth or a thousandfold of what it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 }), (whole, rest) => {
        expect(writtenWon(`${whole}.${String(rest).padStart(3, '0')}`)).toBeUndefined()
      }),
    )
  })
})

const amount = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }),
  fc.integer({ min: 0, max: MAX_SHEET_AMOUNT }),
  fc.integer({ min: 0, max: 99_999 }).map((units) => units * 10_000),
  fc.integer({ min: 0, max: 9_999 }).map((units) => units * 100_000_000),
)

/** An amount in the ways in which people write it. */
function forms(won: number): string[] {
  const grouped = won.toLocaleString('en-US')
  const wide = [...grouped].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')
  return [
    String(won),
    grouped,
    `${grouped}원`,
    `₩${grouped}`,
    `${grouped}.00`,
    wide,
    won.toExponential(),
    ...inUnits(won, ''),
    ...inUnits(won, ' '),
    ...(won % 10_000 === 0 ? [`${won / 10_000}만원`] : []),
    ...(won % 10_000_000 === 0 ? [`${won / 10_000_000}천만`] : []),
    // At most two decimals: three could be thousands.
    ...(won % 1_000_000 === 0 ? [`${won / 100_000_000}억`] : []),
  ]
}

/** `1억 2345만 6789원`, with every unit down to the last that has a digit. */
function inUnits(won: number, space: string): string[] {
  const parts = [
    [Math.floor(won / 1e12), '조'],
    [Math.floor(won / 1e8) % 10_000, '억'],
    [Math.floor(won / 1e4) % 10_000, '만'],
  ] as const
  const rest = won % 10_000
  const first = parts.findIndex(([digits]) => digits > 0)
  if (first < 0) return [`${rest}원`]
  const said = parts.slice(first).map(([digits, unit]) => `${digits}${unit}`)
  return [`${[...said, ...(rest === 0 ? [] : [String(rest).padStart(4, '0')])].join(space)}원`]
}
