import type { Language } from './language'

/** Why a row of a forecast file was refused, and what to do about it; the hint may be blank. */
export interface RefusalText {
  reason: string
  hint: string
}

type Both = Record<Language, RefusalText>

const both = (ko: [string, string], en: [string, string]): Both => ({
  ko: { reason: ko[0], hint: ko[1] },
  en: { reason: en[0], hint: en[1] },
})

/** The reasons that the reader of forecast files gives, in its words; `$1` is what the pattern has caught. */
const REASONS: readonly (readonly [RegExp, Both])[] = [
  [
    /^is not a known part \((.*)\)$/s,
    both(
      ['등록되지 않은 파트입니다', '파일의 파트를 고치거나 카탈로그에 파트를 추가하고 다시 보내 주세요 ($1)'],
      ['is not a known part', 'Mend the file, or add the part to the catalogue and send the file again ($1)'],
    ),
  ],
  [
    /^must be a whole number from 0 to 2\^53 - 1, or empty$/,
    both(
      ['0 이상의 정수이거나 빈칸이어야 합니다', '소수점과 글자를 빼고 정수로 적어 주세요'],
      ['must be a whole number, or empty', 'Write it without decimals and letters'],
    ),
  ],
  [
    /^must be a whole number from 0 to 2\^53 - 1$/,
    both(
      ['0 이상의 정수여야 합니다', '소수점과 글자를 빼고 정수로 적어 주세요'],
      ['must be a whole number', 'Write it without decimals and letters'],
    ),
  ],
  [
    /^can be read in two ways/,
    both(
      ['두 가지로 읽힐 수 있는 수입니다', '천 단위 구분 기호 없이 적어 주세요'],
      ['can be read in two ways', 'Write it without thousands separators'],
    ),
  ],
  [
    /^is not a date that exists/,
    both(
      ['없는 날짜이거나 요일이 맞지 않습니다', 'YYYY-MM-DD로 적어 주세요 (2000년~2199년)'],
      ['is not a date that exists, or has another weekday', 'Write it YYYY-MM-DD, from 2000 to 2199'],
    ),
  ],
  [
    /^may begin with the day or with the month/,
    both(
      ['일과 월 가운데 무엇이 먼저인지 알 수 없습니다', 'YYYY-MM-DD로 적어 주세요'],
      ['may begin with the day or with the month', 'Write it YYYY-MM-DD'],
    ),
  ],
  [
    /^must be a whole number from 0 to 23/,
    both(
      ['시간은 0~23이어야 합니다', '자정 이후의 방송 시간은 24~29로 적을 수 있습니다'],
      ['must be an hour from 0 to 23', 'The hours after midnight may be 24 to 29'],
    ),
  ],
  [
    /^is in a cell that is merged over several rows/,
    both(
      ['여러 행을 합친 셀입니다', '셀 병합을 풀고 행마다 수를 적어 주세요'],
      ['is in a cell that is merged over several rows', 'Unmerge it and write a number into each row'],
    ),
  ],
  [
    /^stands for nothing, but is needed here/,
    both(
      ['값이 없다는 표시입니다', '필요한 값이므로 채워 주세요'],
      ['stands for nothing', 'It is needed here: fill it in'],
    ),
  ],
  [
    /^is a formula without a result/,
    both(
      ['결과가 없는 수식입니다', '엑셀에서 열어 저장한 뒤 다시 보내 주세요'],
      ['is a formula without a result', 'Open the file in a spreadsheet, save it, and send it again'],
    ),
  ],
  [
    /^is the error of a spreadsheet's formula/,
    both(
      ['수식 오류입니다', '셀을 고쳐 주세요'],
      ["is the error of a spreadsheet's formula", 'Correct the cell'],
    ),
  ],
  [
    /^is missing: the line has (\d+) fields, the header has (\d+)$/,
    both(
      ['값이 없습니다', '이 줄은 $1칸이고 머리글은 $2칸입니다. 빠진 칸을 채워 주세요'],
      ['is missing', 'The line has $1 fields, the header has $2: fill in what it lacks'],
    ),
  ],
  [/^is missing$/, both(['값이 없습니다', '값을 채워 주세요'], ['is missing', 'Fill it in'])],
  [
    /^is to the right of the last heading/,
    both(
      ['마지막 머리글보다 오른쪽에 있습니다', '셀을 비우거나 그 열에 머리글을 적어 주세요'],
      ['is to the right of the last heading', 'Empty the cell, or give its column a heading'],
    ),
  ],
  [
    /^has (\d+) fields, the header has (\d+);/,
    both(
      ['$1칸인데 머리글은 $2칸입니다', '쉼표가 들어 있는 값과 천 단위 수는 따옴표로 묶어 주세요'],
      [
        'has $1 fields, the header has $2',
        'Put values that contain the delimiter, and numbers with thousands separators, in quotes',
      ],
    ),
  ],
  [
    /^has more than (\d+) characters$/,
    both(['$1자보다 깁니다', '줄여 주세요'], ['has more than $1 characters', 'Shorten it']),
  ],
  [
    /^contains control characters$/,
    both(
      ['보이지 않는 제어 문자가 있습니다', '셀을 지우고 다시 입력해 주세요'],
      ['contains control characters', 'Clear the cell and type it again'],
    ),
  ],
  [
    /^contains characters that cannot be read/,
    both(
      ['읽을 수 없는 글자가 있습니다', 'CSV UTF-8로 저장해 다시 보내 주세요'],
      ['contains characters that cannot be read', 'Send the file as UTF-8'],
    ),
  ],
  [
    /^is a number that a spreadsheet has shortened/,
    both(
      ['엑셀이 줄여 쓴 수입니다', '열을 텍스트 서식으로 바꾸고 ID 전체를 다시 입력해 주세요'],
      [
        'is a number that a spreadsheet has shortened',
        'Format the column as text and enter the whole id again',
      ],
    ),
  ],
  [
    /^is new, and the file has brought ([\d,]+) new ones already/,
    both(
      ['새 콘텐츠가 이미 $1개를 넘었습니다', '열이 뒤바뀌지 않았는지 확인해 주세요'],
      ['is new, and the file has brought $1 new ones already', 'Look whether its columns are mixed up'],
    ),
  ],
  [
    /^is a (\w+), but part (.+) brings (\w+)$/s,
    both(
      ['$1인데 파트 $2의 유형은 $3입니다', '메타ID나 파트를 고쳐 주세요'],
      ['is a $1, but part $2 brings $3', 'Correct the metaId or the part'],
    ),
  ],
  [
    /^a quote that is opened here is never closed$/,
    both(
      ['여기서 연 따옴표가 닫히지 않았습니다', '따옴표를 닫아 주세요'],
      ['A quote that is opened here is never closed', 'Close it'],
    ),
  ],
  [
    /^the quotes are wrong/,
    both(
      ['따옴표가 잘못되었습니다', '따옴표로 묶은 값 안의 따옴표는 ""로 적어 주세요'],
      ['The quotes are wrong', 'Write "" for a quote inside of a quoted field'],
    ),
  ],
  [
    /^the row is longer than 256 KB/,
    both(
      ['한 행이 256 KB보다 깁니다', '닫히지 않은 따옴표가 있는지 확인해 주세요'],
      ['The row is longer than 256 KB', 'A quote is probably not closed'],
    ),
  ],
]

/** Why a whole file can't be read, in Korean; English is what the reader says. */
const FILES_KO: readonly (readonly [RegExp, string])[] = [
  [/^The header must be .*; missing: (.*)\. Found: (.*)\.$/s, '머리글에 없는 열: $1. 찾은 머리글: $2'],
  [/^The header must be .*; twice: (.*)\. Found: (.*)\.$/s, '머리글에 두 번 있는 열: $1. 찾은 머리글: $2'],
  [/^The header cannot be read/, '머리글을 읽을 수 없습니다. 첫 줄에 열 이름을 적어 주세요.'],
  [
    /^Line (\d+) is above the header, which is line (\d+)/,
    '머리글($2행)보다 위의 $1행이 데이터로 보입니다. 머리글을 모든 행 위에 두세요.',
  ],
  [/^The file is empty\.$/, '파일이 비어 있습니다.'],
  [/^The file has no rows below its header/, '머리글 아래에 행이 없습니다.'],
  [/^The workbook has no sheet "(.*?)"/s, '통합 문서에 "$1" 시트가 없습니다. 시트를 다시 골라 주세요.'],
  [/^The workbook has no cells in "(.*?)"/s, '"$1" 시트에 셀이 없습니다. 시트를 다시 골라 주세요.'],
  [/^The sheet "(.*?)" has no forecast/s, '"$1" 시트에서 예측을 찾지 못했습니다. 시트를 다시 골라 주세요.'],
  [/^None of the workbook's visible sheets/, '보이는 시트 가운데 예측이 있는 시트가 없습니다.'],
  [/^The workbook has no sheet with cells/, '통합 문서에 셀이 있는 시트가 없습니다.'],
  [
    /binary workbook \(\.xlsb\)/,
    '바이너리 통합 문서(.xlsb)는 읽을 수 없습니다. .xlsx나 .csv로 저장해 주세요.',
  ],
  [/OpenDocument/, 'OpenDocument 문서(.ods)는 읽을 수 없습니다. .xlsx나 .csv로 저장해 주세요.'],
  [
    /not a workbook|not an Excel workbook|Apple Numbers/,
    '엑셀 통합 문서가 아닙니다. .xlsx나 .csv로 저장해 주세요.',
  ],
  [/has a password/, '암호가 있는 파일입니다. 암호 없이 저장해 주세요.'],
  [/^The workbook is damaged/, '통합 문서가 손상되었습니다. .xlsx로 다시 저장해 보내 주세요.'],
  [/^The archive is damaged/, '압축 파일이 손상되었습니다. 다시 압축해 보내 주세요.'],
  [/UTF-16 text without a byte order mark/, 'BOM이 없는 UTF-16 파일입니다. CSV UTF-8로 저장해 주세요.'],
  [
    /^The file has (\d+) MB; this service accepts (\d+) MB/,
    '파일이 $1 MB입니다. $2 MB까지 보낼 수 있으니 달별로 나눠 주세요.',
  ],
]

/** The sentence about a file that can't be read, in a language; one that isn't known stays as it is. */
export function invalidFileText(detail: string, language: Language): string {
  const known = language === 'ko' ? FILES_KO : []
  for (const [pattern, text] of known) {
    const caught = pattern.exec(detail)
    if (caught) return filled(text, caught)
  }
  return detail
}

function filled(text: string, caught: RegExpExecArray): string {
  return text.replace(/\$(\d)/g, (_, at: string) => caught[Number(at)] ?? '')
}

/** The columns of a forecast file in the words of a language; a file with these headings can be read. */
export const FORECAST_COLUMN_WORDS: Record<Language, Readonly<Record<string, string>>> = {
  ko: {
    part: '파트',
    metaId: '메타ID',
    date: '날짜',
    hour: '시간',
    forecast: '예측',
    actual: '실적',
    name: '이름',
    broadcaster: '방송사',
    owner: '오너',
  },
  en: {},
}

/** The name of a column in a language; blank for a reason that is about the whole line. */
export function columnText(column: string, language: Language): string {
  return FORECAST_COLUMN_WORDS[language][column] ?? column
}

/** A reason of the reader of forecast files in a language, with a hint; an unknown one stays as it is. */
export function refusalText(reason: string, language: Language): RefusalText {
  for (const [pattern, texts] of REASONS) {
    const caught = pattern.exec(reason)
    if (!caught) continue
    const { reason: told, hint } = texts[language]
    return { reason: filled(told, caught), hint: filled(hint, caught) }
  }
  return { reason, hint: '' }
}
