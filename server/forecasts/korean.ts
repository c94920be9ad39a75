import { type Sentence, translator } from '../../shared/translation'

const SAVE_AS = [
  'Open it in Excel and save it as .xlsx or .csv.',
  'Excel에서 열어 .xlsx나 .csv로 저장하세요.',
]
const UNPACK = ['Unpack it and send the file inside of it.', '압축을 풀고 안에 든 파일을 보내세요.']
const SAVE_AGAIN = ['Save it again as .xlsx and send it again.', '.xlsx로 다시 저장해 보내세요.']

/** Why a row was refused, and what was remarked of rows that were taken. */
const ROWS: readonly Sentence[] = [
  ['is missing', '값이 없습니다'],
  [
    'is missing: the line has {0} fields, the header has {1}',
    '값이 없습니다: 줄의 칸은 {0}개, 머리글은 {1}개입니다',
  ],
  [
    'is not a known part ({0})',
    '등록된 파트가 아닙니다. 파일을 고치거나 카탈로그에 파트를 추가하고 다시 보내세요 ({0})',
  ],
  ['must be a whole number from 0 to 2^53 - 1', '0부터 2^53 - 1까지의 정수여야 합니다'],
  [
    'must be a whole number from 0 to 2^53 - 1, or empty',
    '0부터 2^53 - 1까지의 정수이거나 빈칸이어야 합니다',
  ],
  [
    'can be read in two ways, and the file does not show which one it means; write it without separators',
    '두 가지로 읽을 수 있고 파일에서 어느 쪽인지 알 수 없습니다. 구분 기호 없이 적으세요',
  ],
  [
    'is not a date that exists from 2000 to 2199, or has another weekday; write it YYYY-MM-DD',
    '2000년부터 2199년 사이의 날짜가 아니거나 요일이 맞지 않습니다. YYYY-MM-DD로 적으세요',
  ],
  [
    'may begin with the day or with the month, and the file does not show which one; write it YYYY-MM-DD',
    '일과 월 중 무엇이 먼저인지 파일에서 알 수 없습니다. YYYY-MM-DD로 적으세요',
  ],
  [
    'must be a whole number from 0 to 23, or to 29 for the hours after midnight',
    '0부터 23까지의 정수여야 합니다. 자정 이후의 방송 시간은 29까지 됩니다',
  ],
  [
    'is in a cell that is merged over several rows; unmerge it and write a number into each row',
    '여러 행에 걸쳐 병합된 셀입니다. 병합을 풀고 행마다 숫자를 적으세요',
  ],
  [
    'stands for nothing, but is needed here; fill it in',
    '빈 값을 뜻하지만 여기에는 값이 필요합니다. 채워 넣으세요',
  ],
  [
    'is a formula without a result; open the file in a spreadsheet, save it, and send it again',
    '계산 결과가 없는 수식입니다. 스프레드시트에서 열어 저장한 뒤 다시 보내세요',
  ],
  ["is the error of a spreadsheet's formula; correct the cell", '수식 오류입니다. 셀을 고치세요'],
  [
    'is a number that a spreadsheet has shortened; format the column as text and enter the whole id again',
    '스프레드시트가 줄여 쓴 숫자입니다. 열을 텍스트 서식으로 바꾸고 ID 전체를 다시 입력하세요',
  ],
  ['has more than {0} characters', '{0}자를 넘습니다'],
  ['contains control characters', '제어 문자가 들어 있습니다'],
  [
    'contains characters that cannot be read; send the file as UTF-8',
    '읽을 수 없는 글자가 있습니다. 파일을 UTF-8로 보내세요',
  ],
  [
    'is to the right of the last heading; empty the cell, or give its column a heading',
    '마지막 머리글보다 오른쪽에 있습니다. 셀을 비우거나 열에 머리글을 넣으세요',
  ],
  [
    'has {0} fields, the header has {1}; a field that contains the delimiter must be in quotes, and so must a number with thousands separators',
    '칸이 {0}개인데 머리글은 {1}개입니다. 구분 기호가 든 값과 천 단위 구분 기호가 있는 숫자는 따옴표로 묶어야 합니다',
  ],
  [
    'the row is longer than 256 KB: a quote is probably not closed',
    '행이 256KB를 넘습니다. 따옴표가 닫히지 않은 것 같습니다',
  ],
  ['a quote that is opened here is never closed', '여기서 열린 따옴표가 닫히지 않습니다'],
  [
    'the quotes are wrong: write "" for a quote inside of a quoted field',
    '따옴표가 잘못되었습니다. 따옴표로 묶은 값 안의 따옴표는 ""로 적으세요',
  ],
  [
    'is new, and the file has brought {0} new ones already: look at its columns',
    '새 콘텐츠인데 이 파일에서 이미 {0}개가 새로 들어왔습니다. 열을 확인하세요',
  ],
  ['is a {0}, but part {1} brings {2}', '{0}인데 파트 {1}은(는) {2}에 쓰입니다'],
  ['contained invisible marks, which were dropped', '보이지 않는 문자가 있어 지우고 반영했습니다'],
  [
    'is hidden in the sheet, and was taken like all others',
    '시트에서 숨겨진 행이지만 다른 행처럼 반영했습니다',
  ],
  [
    'replaces an earlier row of the file with the same part, metaId, date and hour',
    '파일 앞쪽에 있는 같은 파트·metaId·날짜·시간의 행을 대신했습니다',
  ],
]

/** What a person should look at although rows were taken. */
const WARNINGS: readonly Sentence[] = [
  [
    'Only the sheet "{0}" was read. Others seem to have a forecast too: send the file again for each of them, with its name in the form field `sheet`.',
    '"{0}" 시트만 읽었습니다. 다른 시트에도 예측이 있는 것 같습니다. 시트마다 그 이름을 골라 파일을 다시 보내세요.',
  ],
  [
    'Rows that are hidden in the sheet, by hand or by a filter, were taken like all others.',
    '시트에서 숨겨지거나 필터로 가려진 행도 다른 행처럼 반영했습니다.',
  ],
  [
    'Rows contained invisible marks in a code or a name. The marks were dropped.',
    '코드나 이름에 보이지 않는 문자가 있는 행이 있어, 그 문자를 지우고 반영했습니다.',
  ],
  [
    'The file has the hour 24 and never the hour 0. Its hours 24 were taken as the hour 0 of the next date. If it counts its hours from 1 to 24, every row is one hour late: send it with the hours 0 to 23.',
    '파일에 24시는 있고 0시는 없습니다. 24시는 다음 날 0시로 반영했습니다. 시간을 1부터 24까지 세는 파일이라면 모든 행이 한 시간씩 늦습니다. 0~23시로 다시 보내세요.',
  ],
  [
    'Days of a part and metaId have fewer hours than others of its days in this file.',
    '같은 파트와 metaId의 다른 날보다 시간이 적은 날이 있습니다.',
  ],
  [
    'Neither this file nor an earlier one has a row of a part for days in the middle of a month.',
    '이 파일에도 이전 파일에도 한 행이 없는 날이 달 중간에 있습니다.',
  ],
  [
    'The file has no day of these parts with all 24 hours. A day is what its hours sum up to.',
    '이 파트에는 24시간이 모두 있는 날이 없습니다. 하루 값은 있는 시간의 합입니다.',
  ],
  [
    "The file is complete, so {0} hours of {1} contents that it lacks were withdrawn. The run's withdrawn.csv has them; they are back when it is sent as a forecast file. What is confirmed or sold stays until the month is loaded and confirmed again.",
    '전체 파일로 보냈으므로 파일에 없는 콘텐츠 {1}개의 {0}시간을 뺐습니다. 뺀 내용은 withdrawn.csv에 있고, 이 파일을 예측 파일로 다시 보내면 되돌아옵니다. 확정되거나 판매된 것은 그 달을 다시 반영하고 확정할 때까지 그대로입니다.',
  ],
  [
    'Nothing was withdrawn, because {0} rows were refused and may be what the file seems to lack. Mend them and send the file as complete again.',
    '{0}개 행이 거부되어 아무것도 빼지 않았습니다. 빠진 것처럼 보이는 내용이 그 행일 수 있습니다. 고쳐서 전체 파일로 다시 보내세요.',
  ],
  ['None of its {0} rows could be taken.', '{0}개 행 중 반영된 것이 없습니다.'],
  [
    'None of the {0} rows could be taken: look at the refusals.',
    '{0}개 행 중 반영된 것이 없습니다. 거부된 이유를 확인하세요.',
  ],
  [
    'The file lacks contents that earlier files had for its parts and months. Their hours stay. If they are not for sale any more, send the file as complete.',
    '이전 파일에 있던 이 파트와 달의 콘텐츠가 이 파일에는 없습니다. 그 시간은 그대로 남습니다. 더 이상 판매하지 않는다면 전체 파일로 보내세요.',
  ],
  [
    'Days of the file have hours from earlier files that this file lacks. They stay, and the day is the sum of both. If the file has the whole days, send it as complete.',
    '이 파일에 없는 시간이 이전 파일에서 남아 있는 날이 있습니다. 하루 값은 둘의 합입니다. 파일에 하루 전체가 들어 있다면 전체 파일로 보내세요.',
  ],
  [
    'Contents have, on the days that the file has changed, more than {0} times what they had before, or less than 1/{1} of it.',
    '파일이 바꾼 날의 값이 이전의 {0}배를 넘거나 1/{1}보다 적은 콘텐츠가 있습니다.',
  ],
  ['line {0}', '{0}행'],
  ['{0}: {1} of {2} hours', '{0}: {2}시간 중 {1}시간'],
  ['{0}: at most {1} of 24 hours', '{0}: 24시간 중 최대 {1}시간'],
]

/** Why a whole file was refused, or where it broke off. */
const FILES: readonly Sentence[] = [
  [
    '{0} It could be read up to line {1}: {2} rows were taken and stay, {3} were refused. The rest is missing.',
    '{0} {1}행까지 읽었습니다. {2}개 행은 반영되어 남아 있고 {3}개 행은 거부되었습니다. 나머지는 빠져 있습니다.',
  ],
  ['The file is empty.', '파일이 비어 있습니다.'],
  ['The file has no rows below its header.', '머리글 아래에 행이 없습니다.'],
  [
    'The uploaded file is not there any more. Upload it again.',
    '올린 파일이 더 이상 없습니다. 다시 올려 주세요.',
  ],
  [
    'Line {0} is above the header, which is line {1}, but it looks like a row. Put the header above all rows.',
    '머리글은 {1}행인데 그 위의 {0}행이 자료 행처럼 보입니다. 머리글을 모든 행 위에 두세요.',
  ],
  [
    'The header must be {0}, in any order, in English or Korean; {1}. Found: {2}.',
    '머리글은 {0}이어야 합니다. 순서는 상관없고 영어나 한글로 적습니다. {1}. 찾은 것: {2}.',
  ],
  ['missing: {0}', '빠진 것: {0}'],
  ['twice: {0}', '두 번 있는 것: {0}'],
  ['nothing', '없음'],
  ['The header cannot be read: {0}.', '머리글을 읽을 수 없습니다: {0}.'],
  ['it is missing', '머리글이 없습니다'],
  [
    'The workbook has no cells in "{0}". Its sheets: {1}. {2}',
    '통합 문서의 "{0}"에는 셀이 없습니다. 시트: {1}. {2}',
  ],
  [
    'The workbook has no sheet "{0}" any more. Send it again.',
    '통합 문서에 "{0}" 시트가 더 이상 없습니다. 다시 보내세요.',
  ],
  [
    'The workbook has no sheet "{0}". Its sheets: {1}. {2}',
    '통합 문서에 "{0}" 시트가 없습니다. 시트: {1}. {2}',
  ],
  [
    'The sheet "{0}" has no forecast that can be read. {1} The workbook\'s sheets: {2}. {3}',
    '"{0}" 시트에 읽을 수 있는 예측이 없습니다. {1} 통합 문서의 시트: {2}. {3}',
  ],
  [
    'The workbook has no sheet with cells. Send a workbook with the forecast in a sheet.',
    '통합 문서에 셀이 있는 시트가 없습니다. 예측이 시트에 든 통합 문서를 보내세요.',
  ],
  [
    "None of the workbook's visible sheets has a forecast. {0} Its sheets: {1}. {2}",
    '통합 문서의 보이는 시트에 예측이 없습니다. {0} 시트: {1}. {2}',
  ],
  ['They are empty.', '모두 비어 있습니다.'],
  [
    'Name the sheet in the form field `sheet`, or make it the first visible one.',
    '시트를 고르거나(양식 필드 `sheet`) 맨 앞의 보이는 시트로 옮기세요.',
  ],
  [
    'The archive is damaged: {0}. Pack and send it again.',
    '압축 파일이 손상되었습니다: {0}. 다시 압축해 보내세요.',
  ],
  [
    'The archive unpacks to more than {0} MB. Split the file by month.',
    '압축을 풀면 {0}MB를 넘습니다. 파일을 달마다 나누세요.',
  ],
  [
    'The archive unpacks to more than {0} times its size: that is no forecast. Send the file unpacked.',
    '압축을 풀면 {0}배를 넘게 커집니다. 예측 파일이 아닙니다. 압축하지 않고 보내세요.',
  ],
  [
    'The file has {0} MB; this service accepts {1} MB. Split it by month.',
    '파일은 {0}MB인데 서비스는 {1}MB까지 받습니다. 달마다 나누세요.',
  ],
  [
    'The service broke off while it took this file (run {0}): its log says why. Rows that were taken stay. If the file is whole, put it into the inbox again; files that were sent after it may have been taken since.',
    '이 파일을 반영하다가 서비스가 멈추었습니다(실행 {0}). 이유는 로그에 있습니다. 반영된 행은 남아 있습니다. 파일에 문제가 없다면 수신함에 다시 넣으세요. 그 뒤에 보낸 파일은 이미 반영되었을 수 있습니다.',
  ],
  [
    `The file is an old Excel workbook (.xls), which cannot be read. ${SAVE_AS[0]}`,
    `오래된 Excel 통합 문서(.xls)라서 읽을 수 없습니다. ${SAVE_AS[1]}`,
  ],
  [
    `The file is packed in a way that cannot be read; a csv.gz can be read. ${UNPACK[0]}`,
    `읽을 수 없는 방식으로 압축되었습니다. csv.gz는 읽을 수 있습니다. ${UNPACK[1]}`,
  ],
  [
    `The file is a zip or a workbook that was packed again. ${UNPACK[0]}`,
    `zip이거나 다시 압축된 통합 문서입니다. ${UNPACK[1]}`,
  ],
  [`The file is packed twice. ${UNPACK[0]}`, `두 번 압축된 파일입니다. ${UNPACK[1]}`],
  ['The file is a PDF. Send the table as .xlsx or .csv.', 'PDF 파일입니다. 표를 .xlsx나 .csv로 보내세요.'],
  [
    'The file is a text document (RTF). Send the table as .xlsx or .csv.',
    'RTF 문서입니다. 표를 .xlsx나 .csv로 보내세요.',
  ],
  [
    `The file is a web page (HTML), also if its name ends with .xls. ${SAVE_AS[0]}`,
    `이름이 .xls로 끝나더라도 웹 페이지(HTML)입니다. ${SAVE_AS[1]}`,
  ],
  [
    `The file is an XML Spreadsheet 2003, also if its name ends with .xls. ${SAVE_AS[0]}`,
    `이름이 .xls로 끝나더라도 XML 스프레드시트 2003입니다. ${SAVE_AS[1]}`,
  ],
  [`The file is XML, not a forecast. ${SAVE_AS[0]}`, `예측 파일이 아니라 XML입니다. ${SAVE_AS[1]}`],
  [
    `The file is a web archive (MIME), also if its name ends with .xls. ${SAVE_AS[0]}`,
    `이름이 .xls로 끝나더라도 웹 보관 파일(MIME)입니다. ${SAVE_AS[1]}`,
  ],
  [`The file is a SYLK workbook (.slk). ${SAVE_AS[0]}`, `SYLK 파일(.slk)입니다. ${SAVE_AS[1]}`],
  [
    `The file is in the Data Interchange Format (.dif). ${SAVE_AS[0]}`,
    `데이터 교환 형식(.dif) 파일입니다. ${SAVE_AS[1]}`,
  ],
  [
    'The file is UTF-16 text without a byte order mark (BOM). Save it as UTF-8 (in Excel: "CSV UTF-8") and send it again.',
    '바이트 순서 표식(BOM)이 없는 UTF-16 텍스트입니다. UTF-8로 저장해(Excel에서는 "CSV UTF-8") 다시 보내세요.',
  ],
  [
    'The workbook has a password. Save it without one and send it again.',
    '통합 문서에 암호가 있습니다. 암호 없이 저장해 다시 보내세요.',
  ],
  [
    `The file is an old Office document or has a password, and cannot be read. ${SAVE_AS[0]}`,
    `오래된 Office 문서이거나 암호가 있어 읽을 수 없습니다. ${SAVE_AS[1]}`,
  ],
  ['The file has a password. Send it without one.', '파일에 암호가 있습니다. 암호 없이 보내세요.'],
  ['The file is a zip of too many files.', '파일이 너무 많이 든 zip입니다.'],
  [
    'The workbook has no {0}. Save it again as .xlsx.',
    '통합 문서에 {0}이(가) 없습니다. .xlsx로 다시 저장하세요.',
  ],
  [
    'The workbook is packed in a way that cannot be read. Save it again as .xlsx.',
    '읽을 수 없는 방식으로 압축된 통합 문서입니다. .xlsx로 다시 저장하세요.',
  ],
  [`The workbook is damaged. ${SAVE_AGAIN[0]}`, `통합 문서가 손상되었습니다. ${SAVE_AGAIN[1]}`],
  [`The workbook is damaged: {0}. ${SAVE_AGAIN[0]}`, `통합 문서가 손상되었습니다: {0}. ${SAVE_AGAIN[1]}`],
  ['it has {0} twice', '{0}이(가) 두 번 있습니다'],
  ['row {0} uses a text that is not there', '{0}행이 없는 텍스트를 가리킵니다'],
  ['it has a row or cell at {0}', '{0}에 행이나 셀이 있습니다'],
  [
    'The sheet has too many merged cells. Unmerge them and fill in each row.',
    '병합된 셀이 너무 많습니다. 병합을 풀고 행마다 값을 채우세요.',
  ],
  [
    'The file is an Office document, but not a workbook. Send an .xlsx or a .csv.',
    'Office 문서이지만 통합 문서가 아닙니다. .xlsx나 .csv를 보내세요.',
  ],
  [
    'The file is a binary workbook (.xlsb), which cannot be read. Open it in Excel and save it as .xlsx or .csv.',
    `바이너리 통합 문서(.xlsb)라서 읽을 수 없습니다. ${SAVE_AS[1]}`,
  ],
  [
    'The file is an OpenDocument spreadsheet (.ods), which cannot be read. Open it and save it as .xlsx or .csv.',
    'OpenDocument 스프레드시트(.ods)라서 읽을 수 없습니다. 열어서 .xlsx나 .csv로 저장하세요.',
  ],
  [
    'The file is a document of Apple Numbers or Pages, which cannot be read. Export it as .xlsx or .csv.',
    'Apple Numbers나 Pages 문서라서 읽을 수 없습니다. .xlsx나 .csv로 내보내세요.',
  ],
  [
    'The file is a zip but not an Excel workbook. Send the csv inside of it, or a csv.gz.',
    'Excel 통합 문서가 아닌 zip입니다. 안에 든 csv나 csv.gz를 보내세요.',
  ],
  ['The workbook holds a cell that is far too long.', '통합 문서에 지나치게 긴 셀이 있습니다.'],
  [
    'The workbook is written in {0}, which cannot be read. Save it again as .xlsx.',
    '통합 문서가 읽을 수 없는 인코딩({0})으로 되어 있습니다. .xlsx로 다시 저장하세요.',
  ],
]

/**
 * The Korean words for what a file's run says in English: reasons, remarks, warnings, refusals of whole files.
 * What it doesn't know, as an error of a library inside of a sentence, stays as it is.
 */
export const inKorean = translator([...ROWS, ...WARNINGS, ...FILES])
