import type { Role } from '../../shared/contract/primitives'
import type { Language } from '../../shared/language'
import type { ProblemCode } from '../../shared/problem'
import type { Desk } from '../desk/desk'
import type { DeskFailureCode, Failure } from '../desk/failure'

/** What happened, and what to do next. */
export interface FailureText {
  title: string
  next: string
}

/** A text with what an operator can do next, where others must ask one. */
interface Wording extends FailureText {
  operatorNext?: string
}

type Told = Wording | ((data: Readonly<Record<string, unknown>>) => Wording)
type Codes = ProblemCode | 'UNREACHABLE' | DeskFailureCode | 'SHEET_PROTECTED' | 'EXCEL'

const told = (title: string, next: string, operatorNext?: string): Wording => ({
  title,
  next,
  ...(operatorNext === undefined ? {} : { operatorNext }),
})
const number = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en-US') : '')

const KO: Record<Codes, Told> = {
  UNREACHABLE: told('서버에 연결하지 못했습니다.', '네트워크를 확인하고 다시 시도해 주세요.'),
  MALFORMED_BODY: told('요청을 보내지 못했습니다.', '다시 시도해 주세요.'),
  NOT_SIGNED_IN: told('로그인이 필요합니다.', '다시 로그인해 주세요.'),
  WRONG_CREDENTIALS: told('이메일 또는 비밀번호가 맞지 않습니다.', '확인하고 다시 입력해 주세요.'),
  FORBIDDEN: ({ cause }) => {
    if (cause === 'RATE_CARD')
      return told('단가는 바꿀 수 없습니다.', 'eCPM·CTR·VTR은 운영 담당자만 바꿀 수 있습니다.')
    if (cause === 'OVERRIDE')
      return told('지난 날짜에서 시작할 수 없습니다.', '시작일을 옮기거나 운영 담당자에게 요청해 주세요.')
    if (cause === 'RIGHT')
      return told('이 캠페인에서 허락되지 않은 일입니다.', '캠페인 담당자에게 권한을 요청해 주세요.')
    return told('이 계정으로는 할 수 없는 일입니다.', '관리자에게 권한을 요청해 주세요.')
  },
  NOT_FOUND: told(
    '찾는 캠페인이나 행이 없습니다.',
    '목록을 새로 불러오거나 담당자에게 공유를 요청해 주세요.',
  ),
  VERSION_CONFLICT: told(
    '그사이 다른 곳에서 바뀌었습니다.',
    '동기화한 뒤 바뀐 내용을 보고 다시 시도해 주세요.',
  ),
  IDEMPOTENCY_CONFLICT: told(
    '같은 요청이 다른 내용으로 이미 보내졌습니다.',
    '내용을 확인하고 다시 구매해 주세요.',
  ),
  JOB_ALREADY_RUNNING: told('같은 작업이 이미 실행 중입니다.', '잠시 뒤 다시 시도해 주세요.'),
  ALREADY_EXISTS: told('이미 있는 이름입니다.', '다른 이름을 사용해 주세요.'),
  STANDARD_INVENTORY_CONFIRMED: told(
    '이미 확정된 인벤토리입니다.',
    '운영 담당자에게 문의해 주세요.',
    '확정을 푼 뒤 다시 시도해 주세요.',
  ),
  IN_USE: told(
    '사용 중이라 바꿀 수 없습니다.',
    '운영 담당자에게 문의해 주세요.',
    '이것을 쓰고 있는 것을 먼저 바꿔 주세요.',
  ),
  INVENTORY_NOT_LOADED: told(
    '이 기간의 재고가 아직 열리지 않았습니다.',
    '기간을 바꾸거나 운영 담당자에게 재고 오픈을 요청해 주세요.',
    '기간을 바꾸거나, 그 달의 표준인벤토리를 확정하고 판매 인벤토리를 적재해 주세요.',
  ),
  INVENTORY_SHORTAGE: ({ fits }) => {
    const amount = number((fits as { amount?: unknown } | undefined)?.amount)
    return told(
      '잔여가 부족합니다.',
      amount === '' || amount === '0'
        ? '기간이나 타겟팅을 바꿔 주세요.'
        : `${amount}원까지는 구매할 수 있습니다.`,
    )
  },
  USE_AMEND: told('구매했거나 가선점한 행입니다.', '이 행은 변경 요청으로만 바꿀 수 있습니다.'),
  AMEND_BELOW_DELIVERED: told('이미 집행된 양보다 적게 바꿀 수 없습니다.', '금액이나 기간을 늘려 주세요.'),
  APPROVAL_REQUIRED: ({ pendingApprovalId }) =>
    told(
      '승인이 필요합니다.',
      pendingApprovalId
        ? '승인을 기다리고 있습니다. 승인되면 알림이 옵니다.'
        : '한도를 넘는 구매나 할인입니다. 승인을 요청해 주세요.',
    ),
  HOLD_LIMIT: told('이 캠페인은 가선점을 더 할 수 없습니다.', '다른 가선점을 해제하거나 구매해 주세요.'),
  REQUEST_IN_PROGRESS: told('같은 요청을 아직 처리하고 있습니다.', '잠시 뒤에 다시 시도해 주세요.'),
  STATUS_CONFLICT: ({ cause }) =>
    cause === 'ARCHIVED'
      ? told('보관된 캠페인이라 바꿀 수 없습니다.', '캠페인에서 보관을 해제해 주세요.')
      : told('지금 상태에서는 할 수 없습니다.', '동기화해서 행의 상태를 확인해 주세요.'),
  FILE_LOST: told('보관된 파일이 없거나 손상되었습니다.', '제안서를 다시 만들어 주세요.'),
  PRECONDITION_FAILED: told('그사이 파일이 바뀌었습니다.', '다시 내려받아 주세요.'),
  RANGE_NOT_SATISFIABLE: told('파일의 그 부분은 없습니다.', '처음부터 다시 내려받아 주세요.'),
  PAYLOAD_TOO_LARGE: told('한 번에 보내기에는 너무 많습니다.', '행을 나누어 시도해 주세요.'),
  UNSUPPORTED_MEDIA_TYPE: told('지원하지 않는 형식입니다.', '다시 시도해 주세요.'),
  VALIDATION_FAILED: told(
    '입력한 값 가운데 사용할 수 없는 것이 있습니다.',
    '값을 확인해 주세요. 저장된 것은 없습니다.',
  ),
  UNKNOWN_REFERENCE: told('판매가 끝났거나 없는 항목이 들어 있습니다.', '상품과 타겟팅을 다시 골라 주세요.'),
  FORECAST_FILE_INVALID: told('예측 파일이 아닙니다.', '파일을 확인해 주세요.'),
  SHAPE_ALL_ZERO: told(
    '일별 분포가 없는 인벤토리입니다.',
    '운영 담당자에게 문의해 주세요.',
    '그 달의 예측 파일을 다시 올리고 표준인벤토리를 적재해 주세요.',
  ),
  AMOUNT_TOO_SMALL: told('금액이 너무 적어 나눌 수 없습니다.', '구매금액을 올리거나 타겟팅을 줄여 주세요.'),
  AMOUNT_TOO_LARGE: told('금액이 너무 큽니다.', '구매금액을 줄여 주세요.'),
  FLIGHT_IN_PAST: told('시작일이 오늘보다 앞입니다.', '시작일을 오늘 이후로 바꿔 주세요.'),
  TARGETING_INVALID: told('이 상품에 맞지 않는 타겟팅입니다.', '타겟팅을 다시 골라 주세요.'),
  TOO_MANY_ATTEMPTS: told('로그인을 너무 여러 번 시도했습니다.', '잠시 뒤 다시 시도해 주세요.'),
  // Why somebody is not let in comes with its words.
  COMPANY_SIGN_IN_REFUSED: ({ title, next }) =>
    told(
      String(title ?? '이 계정은 비밀번호로 로그인할 수 없습니다.'),
      String(next ?? '회사 계정으로 로그인해 주세요.'),
    ),
  PASSWORD_CHANGE_NEEDED: told('비밀번호를 먼저 바꿔야 합니다.', '다시 로그인하면 바꿀 수 있습니다.'),
  TOO_MANY_CALLS: told('이 계정의 요청이 너무 많습니다.', '잠시 뒤 다시 시도해 주세요.'),
  TOO_MANY_STREAMS: told('이 계정으로 열린 화면이 너무 많습니다.', '쓰지 않는 작업창을 닫아 주세요.'),
  INTERNAL_ERROR: told(
    '서버에서 문제가 생겼습니다.',
    '처리되었는지 알 수 없습니다. 다시 시도하고, 계속되면 관리자에게 알려 주세요.',
  ),
  OUTCOME_UNKNOWN: told('저장되었는지 아직 알 수 없습니다.', '다시 시도하면 먼저 확인합니다.'),
  NOT_AVAILABLE: told(
    '이 서버에서는 할 수 없는 일입니다.',
    '관리자에게 문의해 주세요. 제안서 PDF라면 엑셀 파일로 내려받아 엑셀에서 PDF로 저장할 수 있습니다.',
  ),
  UNAVAILABLE: told('서버가 잠시 응답하지 않습니다.', '잠시 뒤 다시 시도해 주세요.'),
  NO_SHEET: told('미디어믹스 시트를 찾지 못했습니다.', '시트를 다시 써 주세요. 저장된 내용은 그대로입니다.'),
  FOREIGN_SHEET: told('이 시트는 다른 캠페인의 것입니다.', '그 캠페인을 열거나 시트를 다시 써 주세요.'),
  KEYS_LOST: told('시트에서 행을 알아볼 수 없습니다.', '숨은 열이 지워졌습니다. 시트를 다시 써 주세요.'),
  DATES_FROM_1904: told(
    '이 통합 문서는 날짜를 1904년부터 셉니다.',
    'Excel 옵션의 고급에서 1904 날짜 체계를 끄거나 다른 파일에서 열어 주세요. 시트는 바꾸지 않았습니다.',
  ),
  ROW_NOT_READY: told('아직 저장되지 않은 값이 있습니다.', '표시된 셀이나 충돌을 먼저 정리해 주세요.'),
  VIEW_NOT_LOADED: told('이 화면을 불러오지 못했습니다.', '네트워크를 확인하고 다시 시도해 주세요.'),
  WINDOW_BLOCKED: told('로그인 창을 열지 못했습니다.', '팝업을 허용하고 다시 시도해 주세요.'),
  ROW_CHANGED: told('이 행은 그사이 바뀌어서 그대로 두었습니다.', '바뀐 내용을 확인하고 다시 해 주세요.'),
  NOTHING_TO_BUY: told('구매할 수 있는 행이 없습니다.', '작성중인 행을 골라 주세요.'),
  STEP_NOT_POSSIBLE: told('고른 행은 지금 상태에서 할 수 없습니다.', '행의 상태를 확인해 주세요.'),
  WEIGHT_INVALID: told(
    '가중치를 읽지 못해 되돌렸습니다.',
    '큐레이션타겟팅 시트의 가중치는 1부터 1,000,000까지의 정수로 입력해 주세요.',
  ),
  TARGETING_CHANGED: told(
    '다른 사람이 이 행의 타겟팅을 먼저 바꿨습니다.',
    '바뀐 것을 보려면 뒤로 가 주세요. 다시 저장하면 지금 고른 것으로 바뀝니다.',
  ),
  AMOUNT_MISSING: told('구매금액이 아직 없습니다.', '시트의 구매금액에 금액을 입력해 주세요.'),
  TARGETING_MISSING: told('타겟팅을 아직 고르지 않았습니다.', '행에서 타겟팅을 골라 주세요.'),
  NO_STANDARD_SHEET: told('표준인벤토리 시트가 없습니다.', '먼저 시트로 받아 주세요.'),
  UNSENT_CORRECTIONS: told('아직 보내지 않은 보정이 있습니다.', '보정을 보내거나 되돌린 뒤 확정해 주세요.'),
  NO_ROWS_SELECTED: told('해당하는 행이 선택되지 않았습니다.', '표준인벤토리 시트에서 행을 선택해 주세요.'),
  NOTHING_TO_CONFIRM: told('확정할 행이 없습니다.', '이 달은 모두 확정되었습니다.'),
  NOTHING_TO_REOPEN: told('확정된 행이 없습니다.', '풀 것이 없습니다.'),
  UNEXPECTED: told(
    '예상하지 못한 문제가 생겼습니다.',
    '다시 시도해 주세요. 계속되면 관리자에게 알려 주세요.',
  ),
  SHEET_PROTECTED: told(
    '시트가 암호로 보호되어 있습니다.',
    '검토 탭에서 시트 보호를 해제하고 다시 시도해 주세요. 입력한 값은 시트에 그대로 있습니다.',
  ),
  EXCEL: told('Excel이 작업을 받아들이지 않았습니다.', '셀 편집을 끝내고 다시 시도해 주세요.'),
}

const EN: Record<Codes, Told> = {
  UNREACHABLE: told('The service could not be reached.', 'Check the network and try again.'),
  MALFORMED_BODY: told('The request could not be sent.', 'Try again.'),
  NOT_SIGNED_IN: told('You are signed out.', 'Sign in again.'),
  WRONG_CREDENTIALS: told('E-mail or password is wrong.', 'Check both and try again.'),
  FORBIDDEN: ({ cause }) => {
    if (cause === 'RATE_CARD')
      return told('The rate card cannot be changed.', 'eCPM, CTR and VTR are changed by operators only.')
    if (cause === 'OVERRIDE')
      return told('The flight cannot begin in the past.', 'Move it, or ask an operator.')
    if (cause === 'RIGHT')
      return told('You may not do that in this campaign.', 'Ask its owner for the right.')
    return told('This account may not do that.', 'Ask an administrator for the right.')
  },
  NOT_FOUND: told('The campaign or row is not there.', 'Load the list again, or ask its owner to share it.'),
  VERSION_CONFLICT: told('It was changed elsewhere meanwhile.', 'Sync, look at the changes, then try again.'),
  IDEMPOTENCY_CONFLICT: told('This request was sent before with other contents.', 'Check it and buy again.'),
  JOB_ALREADY_RUNNING: told('The same job is running.', 'Try again in a while.'),
  ALREADY_EXISTS: told('It exists already.', 'Use another name.'),
  STANDARD_INVENTORY_CONFIRMED: told(
    'This inventory is confirmed.',
    'Ask an operator.',
    'Reopen it, then try again.',
  ),
  IN_USE: told('It is in use and cannot change.', 'Ask an operator.', 'Change what uses it first.'),
  INVENTORY_NOT_LOADED: told(
    'Inventory of these days is not open yet.',
    'Choose other days, or ask an operator to open it.',
    'Choose other days, or confirm the standard inventory of that month and load its unit inventory.',
  ),
  INVENTORY_SHORTAGE: ({ fits }) => {
    const amount = number((fits as { amount?: unknown } | undefined)?.amount)
    return told(
      'Not enough is left.',
      amount === '' || amount === '0'
        ? 'Choose other days or another targeting.'
        : `Up to ₩${amount} can be bought.`,
    )
  },
  USE_AMEND: told('The row is booked or reserved.', 'It changes by amendment only.'),
  AMEND_BELOW_DELIVERED: told('That is less than what has been delivered.', 'Give it more, or more days.'),
  APPROVAL_REQUIRED: ({ pendingApprovalId }) =>
    told(
      'An approval is needed.',
      pendingApprovalId
        ? 'It waits for an approver. You will be told of the decision.'
        : 'The amount or the discount is beyond the limit. Ask an approver.',
    ),
  HOLD_LIMIT: told('This campaign holds as much as it may.', 'Release or buy another hold first.'),
  REQUEST_IN_PROGRESS: told('The same request is still under way.', 'Try again in a moment.'),
  STATUS_CONFLICT: ({ cause }) =>
    cause === 'ARCHIVED'
      ? told('The campaign is archived and changes no more.', 'Take it out of the archive first.')
      : told('Its status does not allow this.', 'Sync to see the current status.'),
  FILE_LOST: told('The stored file is lost.', 'Make the proposal again.'),
  PRECONDITION_FAILED: told('The file changed meanwhile.', 'Download it again.'),
  RANGE_NOT_SATISFIABLE: told('The file has no such part.', 'Download it again from the start.'),
  PAYLOAD_TOO_LARGE: told('That is too much at once.', 'Try fewer rows.'),
  UNSUPPORTED_MEDIA_TYPE: told('This format is not supported.', 'Try again.'),
  VALIDATION_FAILED: told('Some values cannot be used.', 'Check them. Nothing was saved.'),
  UNKNOWN_REFERENCE: told('Something here is no longer on sale.', 'Choose product and targeting again.'),
  FORECAST_FILE_INVALID: told('This is not a forecast file.', 'Check the file.'),
  SHAPE_ALL_ZERO: told(
    'This inventory has no daily shape.',
    'Ask an operator.',
    'Upload the forecast of that month again and load its standard inventory.',
  ),
  AMOUNT_TOO_SMALL: told('The amount is too small to be split.', 'Raise it, or target less.'),
  AMOUNT_TOO_LARGE: told('The amount is too large.', 'Lower it.'),
  FLIGHT_IN_PAST: told('The flight begins before today.', 'Move its start to today or later.'),
  TARGETING_INVALID: told('The targeting does not fit the product.', 'Choose it again.'),
  TOO_MANY_ATTEMPTS: told('Too many failed sign-ins.', 'Try again in a few minutes.'),
  COMPANY_SIGN_IN_REFUSED: ({ title, next }) =>
    told(
      String(title ?? 'This account does not sign in with a password.'),
      String(next ?? 'Sign in with your company account.'),
    ),
  PASSWORD_CHANGE_NEEDED: told('The password must be changed first.', 'Sign in again to change it.'),
  TOO_MANY_CALLS: told('This account sends too many requests.', 'Try again in a moment.'),
  TOO_MANY_STREAMS: told('Too many windows are open with this account.', 'Close those that you do not use.'),
  INTERNAL_ERROR: told(
    'Something went wrong on our side.',
    'It is not known whether it was done. Try again; if it stays, tell your administrator.',
  ),
  OUTCOME_UNKNOWN: told('It is not known whether it was saved.', 'Try again: that finds out first.'),
  NOT_AVAILABLE: told(
    'This service cannot do that.',
    'Ask the administrator. For a PDF of the proposal, download the workbook and save it as PDF in Excel.',
  ),
  UNAVAILABLE: told('The service does not answer just now.', 'Try again in a moment.'),
  NO_SHEET: told('The media mix sheet was not found.', 'Write it again; what was saved is safe.'),
  FOREIGN_SHEET: told(
    'This sheet belongs to another campaign.',
    'Open that campaign, or write the sheet again.',
  ),
  KEYS_LOST: told(
    'The rows of the sheet cannot be recognised.',
    'Its hidden column is gone. Write the sheet again.',
  ),
  DATES_FROM_1904: told(
    'This workbook counts its dates from 1904.',
    'Switch the 1904 date system off in Excel’s advanced options, or use another file. The sheet was not changed.',
  ),
  ROW_NOT_READY: told('Some values are not saved yet.', 'Settle the marked cells or conflicts first.'),
  VIEW_NOT_LOADED: told('This view could not be loaded.', 'Check the network and try again.'),
  WINDOW_BLOCKED: told('The sign-in window could not be opened.', 'Allow pop-ups and try again.'),
  ROW_CHANGED: told('This row has changed meanwhile and was left as it is.', 'Check it and try again.'),
  NOTHING_TO_BUY: told('There is no row to buy.', 'Choose rows that are still drafts.'),
  STEP_NOT_POSSIBLE: told('The status of the rows does not allow this.', 'Look at their status.'),
  WEIGHT_INVALID: told(
    'A weight could not be read, so it was put back.',
    'Weights in the targeting sheet are whole numbers from 1 to 1,000,000.',
  ),
  TARGETING_CHANGED: told(
    'Somebody else has set the targeting of this row meanwhile.',
    'Go back to see it. Saving again replaces it by what you have chosen here.',
  ),
  AMOUNT_MISSING: told('There is no amount yet.', 'Type it into the amount cell of the sheet.'),
  TARGETING_MISSING: told('No targeting is chosen yet.', 'Choose it in the row.'),
  NO_STANDARD_SHEET: told('There is no standard inventory sheet.', 'Pull it into a sheet first.'),
  UNSENT_CORRECTIONS: told('Some corrections were not sent yet.', 'Send or drop them, then confirm.'),
  NO_ROWS_SELECTED: told('No such row is selected.', 'Select rows of the standard inventory sheet.'),
  NOTHING_TO_CONFIRM: told('There is no row to confirm.', 'The whole month is confirmed.'),
  NOTHING_TO_REOPEN: told('No row is confirmed.', 'There is nothing to reopen.'),
  UNEXPECTED: told('Something unexpected happened.', 'Try again; if it stays, tell your administrator.'),
  SHEET_PROTECTED: told(
    'The sheet is protected with a password.',
    'Unprotect it in the Review tab and try again. What was typed is still in the sheet.',
  ),
  EXCEL: told('Excel refused.', 'Finish editing the cell and try again.'),
}

/** Whom a text is for. */
export interface Reader {
  language: Language
  /** Undefined while nobody is signed in. */
  role: Role | undefined
}

export function readerOf({ language, store }: Desk): Reader {
  return { language, role: store.get().user?.role }
}

export function failureText(failure: Failure, reader: Reader): FailureText {
  if (failure.name === 'ExcelFailure')
    return textFor(failure.code === 'SHEET_PROTECTED' ? failure.code : 'EXCEL', {}, reader)
  return textFor(failure.code as Codes, 'data' in failure ? failure.data : {}, reader)
}

/** Text for a row that wasn't bought among others: the service returns its code and what would fit. */
export function refusalText(
  code: string,
  data: Readonly<Record<string, unknown>>,
  reader: Reader,
): FailureText {
  return textFor((Object.hasOwn(KO, code) ? code : 'UNEXPECTED') as Codes, data, reader)
}

function textFor(
  code: Codes,
  data: Readonly<Record<string, unknown>>,
  { language, role }: Reader,
): FailureText {
  const entry = (language === 'ko' ? KO : EN)[code]
  const { title, next, operatorNext } = typeof entry === 'function' ? entry(data) : entry
  const operates = role === 'operator' || role === 'admin'
  return { title, next: operates ? (operatorNext ?? next) : next }
}
