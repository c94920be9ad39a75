import { SIGN_IN_REFUSALS } from '../../shared/company-sign-in'
import { SIGN_IN_REFUSAL_WORDS } from '../../shared/company-sign-in-words'
import { BOOKING_STATUS_WORDS } from '../../shared/status-words'
import { BOOKING_STATUSES } from '../../shared/statuses'
import type { Sentence } from '../../shared/translation'

/** What a request is, and how it is sent. */
const REQUESTS: readonly Sentence[] = [
  [
    'There is no {0} {1}. The interface is described at /api/docs.',
    '{0} {1}(은)는 없습니다. 인터페이스는 /api/docs에 있습니다.',
  ],
  [
    'There is nothing at this address: it is not well encoded.',
    '이 주소에는 아무것도 없습니다. 주소의 인코딩이 잘못되었습니다.',
  ],
  ['There is nothing at this address ({0}: {1}).', '이 주소에는 아무것도 없습니다({0}: {1}).'],
  [
    'The request body is too large. Send it in smaller parts.',
    '요청 본문이 너무 큽니다. 나누어 보내 주세요.',
  ],
  [
    'Send the body as UTF-8 JSON, plain or gzip-compressed.',
    '본문을 UTF-8 JSON으로(gzip 압축도 가능) 보내 주세요.',
  ],
  ['Send the body as application/json.', '본문을 application/json으로 보내 주세요.'],
  ['Send the body as application/json, not {0}.', '본문을 {0} 말고 application/json으로 보내 주세요.'],
  [
    'The request cannot be read. Send valid JSON encoded as UTF-8.',
    '요청을 읽을 수 없습니다. UTF-8로 된 올바른 JSON을 보내 주세요.',
  ],
  ['{0}: {1}. Correct it and send the request again.', '{0}: {1}. 고쳐서 다시 보내 주세요.'],
  [
    '{0}: {1} (and {2} more, see errors). Correct it and send the request again.',
    '{0}: {1} (외 {2}건, errors 참고). 고쳐서 다시 보내 주세요.',
  ],
  ['{0}: {1}. Nothing was changed.', '{0}: {1}. 바뀐 것은 없습니다.'],
  ['{0}. Nothing was changed.', '{0}. 바뀐 것은 없습니다.'],
  [
    'The cursor is not one of this list. Start the list again without it.',
    '이 목록의 커서가 아닙니다. 커서 없이 목록을 처음부터 불러와 주세요.',
  ],
  [
    'Last-Event-ID must be the id of an event of this service. Leave it out to begin anew.',
    'Last-Event-ID는 이 서비스의 이벤트 ID여야 합니다. 처음부터 시작하려면 빼 주세요.',
  ],
  [
    'Idempotency-Key must have 1 to 200 printable ASCII characters without spaces, a UUID for example.',
    'Idempotency-Key는 공백 없이 인쇄할 수 있는 ASCII 문자 1~200자여야 합니다. UUID를 쓰면 됩니다.',
  ],
  [
    'This Idempotency-Key was already used for another request. Use a new key for a new request.',
    '이 Idempotency-Key는 다른 요청에 이미 쓰였습니다. 새 요청에는 새 키를 써 주세요.',
  ],
  [
    'The same request is still under way. Send it again with the same key in a few seconds.',
    '같은 요청을 아직 처리하고 있습니다. 몇 초 뒤 같은 키로 다시 보내 주세요.',
  ],
]

/** Who may do what. */
const ACCOUNTS: readonly Sentence[] = [
  [
    'This call needs a token. Sign in with POST /api/v1/session and send `Authorization: Bearer <token>`.',
    '이 호출에는 토큰이 필요합니다. POST /api/v1/session으로 로그인하고 `Authorization: Bearer <토큰>`을 보내 주세요.',
  ],
  [
    'The token is unknown or has expired. Sign in again.',
    '토큰을 알 수 없거나 만료되었습니다. 다시 로그인해 주세요.',
  ],
  [
    'This needs the role {0}; yours is {1}. Ask an administrator.',
    '{0} 권한이 필요합니다. 지금 계정은 {1}입니다. 관리자에게 요청해 주세요.',
  ],
  [
    'E-mail or password is wrong. Check both and try again.',
    '이메일이나 비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주세요.',
  ],
  [
    'Too many failed sign-ins. Try again in {0} min.',
    '로그인에 너무 여러 번 실패했습니다. {0}분 뒤 다시 시도해 주세요.',
  ],
  [
    'There is an account for {0} already. Change that one instead.',
    '{0} 계정이 이미 있습니다. 그 계정을 바꿔 주세요.',
  ],
  ['There is no such account.', '그런 계정이 없습니다.'],
  ['There is no such team. Load the teams again.', '그런 팀이 없습니다. 팀 목록을 다시 불러와 주세요.'],
  ['There is a team {0} already. Choose another name.', '{0} 팀이 이미 있습니다. 다른 이름을 골라 주세요.'],
  [
    'There is no team {0}. Load the teams again: an administrator may have deleted it.',
    '{0} 팀이 없습니다. 관리자가 삭제했을 수 있으니 팀 목록을 다시 불러와 주세요.',
  ],
  ['There is no such session any more.', '그런 세션이 이제 없습니다.'],
  ['There is no account for {0}.', '{0} 계정이 없습니다.'],
  [
    'This is the last administrator. Make another account an administrator first.',
    '마지막 관리자입니다. 먼저 다른 계정을 관리자로 만들어 주세요.',
  ],
  [
    'Send `Authorization: Bearer` with METRICS_TOKEN or the token of an operator.',
    '`Authorization: Bearer`에 METRICS_TOKEN이나 운영자의 토큰을 넣어 보내 주세요.',
  ],
  ['Metrics are for operators.', '지표는 운영자만 볼 수 있습니다.'],
  [
    'Change your password first: an administrator has set it. PUT /api/v1/me/password does it.',
    '먼저 비밀번호를 바꿔 주세요. 관리자가 정한 비밀번호입니다. PUT /api/v1/me/password로 바꿉니다.',
  ],
  [
    'This account makes more than {0} calls a minute. Try again in {1} s.',
    '이 계정의 호출이 1분에 {0}번을 넘었습니다. {1}초 뒤 다시 시도해 주세요.',
  ],
  ...SIGN_IN_REFUSALS.map((why): Sentence => {
    const [english, korean] = [SIGN_IN_REFUSAL_WORDS.en[why], SIGN_IN_REFUSAL_WORDS.ko[why]]
    return [`${english.title} ${english.next}`, `${korean.title} ${korean.next}`]
  }),
]

/** The service itself. */
const SERVICE: readonly Sentence[] = [
  [
    'The database is busy. Nothing was changed; try again in a moment.',
    '데이터베이스가 바쁩니다. 바뀐 것은 없으니 잠시 뒤 다시 시도해 주세요.',
  ],
  [
    'A newer version of the service is taking over. Nothing was changed; try again in a moment.',
    '서비스가 새 버전으로 바뀌는 중입니다. 바뀐 것은 없으니 잠시 뒤 다시 시도해 주세요.',
  ],
  [
    'The disk of the database refuses writes. Nothing was changed. Tell your administrator.',
    '데이터베이스의 디스크에 쓸 수 없습니다. 바뀐 것은 없습니다. 관리자에게 알려 주세요.',
  ],
  [
    'The disk of the database is full. Nothing was changed. Tell your administrator; it goes on as soon as there is room.',
    '데이터베이스의 디스크가 가득 찼습니다. 바뀐 것은 없습니다. 관리자에게 알려 주세요. 공간이 생기면 바로 이어집니다.',
  ],
  [
    'Another program has locked the database. Nothing was changed; try again in a moment, and tell your administrator if it stays so.',
    '다른 프로그램이 데이터베이스를 잠그고 있습니다. 바뀐 것은 없으니 잠시 뒤 다시 시도하고, 계속되면 관리자에게 알려 주세요.',
  ],
  [
    'The database can only be read just now. Nothing was changed. Tell your administrator; it goes on as soon as it can be written.',
    '지금은 데이터베이스를 읽을 수만 있습니다. 바뀐 것은 없습니다. 관리자에게 알려 주세요. 쓸 수 있게 되면 바로 이어집니다.',
  ],
  [
    'The file of the database is damaged. Nothing was changed. Tell your administrator: a backup must be restored.',
    '데이터베이스 파일이 손상되었습니다. 바뀐 것은 없습니다. 관리자에게 알려 주세요. 백업을 복원해야 합니다.',
  ],
  [
    'It is not known whether the change was saved. Send the request again with the same Idempotency-Key, or load what it changes and compare.',
    '변경이 저장되었는지 알 수 없습니다. 같은 Idempotency-Key로 다시 보내거나, 바꾸려던 것을 불러와 비교해 주세요.',
  ],
  [
    'Try again; if it happens again, tell your administrator when it happened.',
    '다시 시도해 주세요. 또 그러면 언제 일어났는지 관리자에게 알려 주세요.',
  ],
  [
    'It is not known whether anything was changed. Load it again before you repeat the change, or send the request again with the same Idempotency-Key; if it happens again, tell your administrator when it happened.',
    '바뀐 것이 있는지 알 수 없습니다. 다시 불러와 확인한 뒤 바꾸거나, 같은 Idempotency-Key로 다시 보내 주세요. 또 그러면 언제 일어났는지 관리자에게 알려 주세요.',
  ],
  [
    'This service has as many streams of events open as it may. Try again in half a minute, or ask for a higher EVENT_STREAMS.',
    '이 서비스가 열 수 있는 이벤트 스트림이 모두 열려 있습니다. 30초 뒤 다시 시도하거나, EVENT_STREAMS를 늘려 달라고 요청해 주세요.',
  ],
  [
    'Your account has {0} streams of events open. Close windows that you do not use, and try again in half a minute.',
    '이 계정에 이벤트 스트림이 {0}개 열려 있습니다. 쓰지 않는 창을 닫고 30초 뒤 다시 시도해 주세요.',
  ],
  [
    'The service is stopping. Try again in a moment.',
    '서비스를 멈추는 중입니다. 잠시 뒤 다시 시도해 주세요.',
  ],
  [
    'The queue of jobs (Redis) cannot be reached. Try again in a moment; if it stays, tell your administrator.',
    '작업 대기열(Redis)에 연결할 수 없습니다. 잠시 뒤 다시 시도해 주세요. 계속되면 관리자에게 알려 주세요.',
  ],
  ['There is no job {0}. Jobs: {1}.', '{0} 작업은 없습니다. 작업: {1}.'],
  ['There is no such run.', '그런 실행이 없습니다.'],
  [
    'The run has ended already ({0}): there is nothing to cancel. Run the job again to change what it did.',
    '이미 끝난 실행입니다({0}). 취소할 것이 없습니다. 한 일을 바꾸려면 작업을 다시 실행해 주세요.',
  ],
  [
    'It failed unexpectedly; what was done stays. Run it again, or upload the file again.',
    '예상하지 못한 문제로 실패했습니다. 한 일은 남아 있습니다. 다시 실행하거나 파일을 다시 올려 주세요.',
  ],
  [
    'It was broken off in each of {0} attempts ({1}). What was done stays; run it again when that is mended.',
    '{0}번 시도했지만 모두 중간에 끊겼습니다({1}). 한 일은 남아 있습니다. 문제를 고친 뒤 다시 실행해 주세요.',
  ],
  [
    'Something that it needs was not reachable in each of {0} attempts ({1}). What was done stays; run it again when that is mended.',
    '{0}번 시도했지만 필요한 것에 연결할 수 없었습니다({1}). 한 일은 남아 있습니다. 문제를 고친 뒤 다시 실행해 주세요.',
  ],
  [
    'Its process ended while it ran. What was done stays; run it again.',
    '실행하던 프로세스가 끝났습니다. 한 일은 남아 있습니다. 다시 실행해 주세요.',
  ],
  [
    'No process of this service knows the job: for a file of the inbox, none has FORECAST_INBOX. The run was ended because others waited for it. What was done stays; set the service up for the job and run it again.',
    '이 작업을 아는 서비스 프로세스가 없습니다. 수신함의 파일이라면 FORECAST_INBOX가 설정된 프로세스가 없습니다. 다른 실행이 기다리고 있어 실행을 끝냈습니다. 한 일은 남아 있습니다. 서비스에 이 작업을 설정하고 다시 실행해 주세요.',
  ],
  [
    '{0} is already running for {1}. Wait for it to end.',
    '{1}의 {0} 작업이 이미 실행 중입니다. 끝날 때까지 기다려 주세요.',
  ],
]

/** What was changed by somebody else in between. */
const VERSIONS: readonly Sentence[] = [
  ['{0} does not exist any more. Load the list again.', '{0}: 더 이상 없습니다. 목록을 다시 불러와 주세요.'],
  [
    '{0} is at version {1}, you changed version {2}. Load it again and repeat your change.',
    '{0}: 지금은 버전 {1}인데 버전 {2}에서 바꾸셨습니다. 다시 불러와 바꿔 주세요.',
  ],
  [
    '{0} does not exist. Send the request without If-Match to create it.',
    '{0}: 아직 없습니다. 만들려면 If-Match 없이 보내 주세요.',
  ],
  [
    '{0} is at version {1}, not at that of If-Match. Load it again and repeat your change.',
    '{0}: 지금은 버전 {1}(으)로, If-Match의 버전이 아닙니다. 다시 불러와 바꿔 주세요.',
  ],
  [
    '{0} exists already, at version {1}. Send the request without If-None-Match to change it.',
    '{0}: 이미 있습니다(버전 {1}). 바꾸려면 If-None-Match 없이 보내 주세요.',
  ],
  ['Content owner {0}', 'CO {0}'],
  ['Targeting group {0}', '타겟팅그룹 {0}'],
  ['Platform {0}', '매체 {0}'],
  ['Content {0}', '콘텐츠 {0}'],
  ['Part {0}', '파트 {0}'],
  ['Product {0}', '상품 {0}'],
  ['Webhook {0}', '웹훅 {0}'],
  ['Standard inventory of {0} in {1}', '{1} 표준인벤토리 {0}'],
  ['The row {0}', '행 {0}'],
  ['The row', '행'],
  ['The plan', '미디어믹스'],
  ['The campaign', '캠페인'],
  ['The team', '팀'],
]

const CATALOGUE: readonly Sentence[] = [
  [
    '{0} is reserved for the pooled RANDOM inventory. Use another metaId.',
    '{0}(은)는 RANDOM 인벤토리를 모으는 데 쓰는 이름입니다. 다른 metaId를 써 주세요.',
  ],
  [
    'A RANDOM content has no owner. Leave `owner` out.',
    'RANDOM 콘텐츠에는 CO가 없습니다. `owner`를 빼 주세요.',
  ],
  [
    'Unknown content owner: {0}. Create it with PUT /api/v1/content-owners/{code} or name another.',
    '등록되지 않은 CO입니다: {0}. PUT /api/v1/content-owners/{code}로 만들거나 다른 CO를 적어 주세요.',
  ],
  [
    "{0} is in the targeting groups {1}; a RANDOM content can't be. Take it out of them first.",
    '{0} 콘텐츠가 타겟팅그룹 {1}에 들어 있습니다. RANDOM 콘텐츠는 그룹에 넣을 수 없으니 먼저 그룹에서 빼 주세요.',
  ],
  [
    'Unknown content: {0}. Take metaIds from GET /api/v1/contents.',
    '등록되지 않은 콘텐츠입니다: {0}. GET /api/v1/contents에 있는 metaId를 써 주세요.',
  ],
  [
    'Unknown platform: {0}. Create it with PUT /api/v1/platforms/{code} or name another.',
    '등록되지 않은 매체입니다: {0}. PUT /api/v1/platforms/{code}로 만들거나 다른 매체를 적어 주세요.',
  ],
  [
    'Product {0} is not sold on platform {1}. Choose one of {2}.',
    '{0} 상품은 {1} 매체에서 팔지 않습니다. {2} 가운데에서 골라 주세요.',
  ],
  [
    'Product {0} ({1}) is no longer on sale. Choose one of GET /api/v1/products?onSale=true.',
    '{0} 상품({1})은 판매가 끝났습니다. GET /api/v1/products?onSale=true에 있는 상품을 골라 주세요.',
  ],
  [
    'Unknown product: {0}. Take a code from GET /api/v1/products.',
    '등록되지 않은 상품입니다: {0}. GET /api/v1/products에 있는 코드를 써 주세요.',
  ],
  [
    '{0} was merged into {1}, which cannot be undone. Use {2}.',
    '{0}(은)는 {1}에 병합되었고 되돌릴 수 없습니다. {2}을(를) 써 주세요.',
  ],
  [
    '{0}: RANDOM inventory is pooled ({1}) and sold by RANDOM products only. Take it out of the list.',
    '{0}: RANDOM 인벤토리는 하나로 모아({1}) RANDOM 상품으로만 판매합니다. 목록에서 빼 주세요.',
  ],
  [
    '{0} is a {1} and {2} a {3}: only contents of one type can be merged. Nothing was changed.',
    '{0}의 유형은 {1}, {2}의 유형은 {3}입니다. 유형이 같은 콘텐츠만 병합할 수 있습니다. 바뀐 것은 없습니다.',
  ],
  ['{0} is not in the catalogue. Nothing was changed.', '{0}(은)는 카탈로그에 없습니다. 바뀐 것은 없습니다.'],
  [
    '{0} was merged into {1} already. Nothing was changed.',
    '{0}(은)는 이미 {1}에 병합되었습니다. 바뀐 것은 없습니다.',
  ],
  [
    '{0} is no longer for sale: it was merged into {1}, name that one. Nothing was changed.',
    '{0}(은)는 판매가 끝났고 {1}에 병합되었습니다. {1}을(를) 적어 주세요. 바뀐 것은 없습니다.',
  ],
  [
    '{0} is no longer for sale. Put it back first. Nothing was changed.',
    '{0}(은)는 판매가 끝났습니다. 먼저 다시 판매로 돌려 주세요. 바뀐 것은 없습니다.',
  ],
  [
    'In {0} the weights of {1} and {2} add up to {3}, more than {4}. Lower the weights of that list first. Nothing was changed.',
    '{0}에서 {1}, {2}의 가중치를 더하면 {3}입니다. {4}을(를) 넘을 수 없으니 먼저 그 목록의 가중치를 낮춰 주세요. 바뀐 것은 없습니다.',
  ],
]

const INVENTORY: readonly Sentence[] = [
  [
    '{0} in {1} is confirmed. Reopen it with POST /api/v1/standard-inventory/reopenings, then correct it.',
    '{1} {0} 행은 확정되어 있습니다. POST /api/v1/standard-inventory/reopenings로 확정을 풀고 보정해 주세요.',
  ],
  [
    'The forecast of {0} in {1} has not changed since the row was confirmed. Decide only about rows with `changedSince`; nothing was changed.',
    '{1} {0} 행의 예측은 확정한 뒤 바뀌지 않았습니다. `changedSince`가 있는 행만 정해 주세요. 바뀐 것은 없습니다.',
  ],
  [
    'The forecast of {0} in {1} has not changed since the row was confirmed (and of {2} more). Decide only about rows with `changedSince`; nothing was changed.',
    '{1} {0} 행의 예측은 확정한 뒤 바뀌지 않았습니다(외 {2}건). `changedSince`가 있는 행만 정해 주세요. 바뀐 것은 없습니다.',
  ],
  ['There is no targeting group {0}.', '타겟팅그룹 {0}(은)는 없습니다.'],
  [
    'There is no standard inventory for {0}. Run standard-inventory-load first.',
    '{0} 표준인벤토리가 없습니다. 먼저 standard-inventory-load를 실행해 주세요.',
  ],
  [
    'There is no standard inventory {0}. Load the list again.',
    '표준인벤토리 {0}(은)는 없습니다. 목록을 다시 불러와 주세요.',
  ],
  [
    'There is no standard inventory {0} in {1}. Load the list again.',
    '{1}에 표준인벤토리 {0}(은)는 없습니다. 목록을 다시 불러와 주세요.',
  ],
  [
    '{0} has a corrected total but no forecast on any day. Take the correction back or load a forecast first.',
    '{0}에 보정한 합계는 있지만 예측이 있는 날이 없습니다. 보정을 되돌리거나 예측을 먼저 반영해 주세요.',
  ],
  [
    '{0} has a corrected total but no forecast on any day (and {1} more). Take the correction back or load a forecast first.',
    '{0}에 보정한 합계는 있지만 예측이 있는 날이 없습니다(외 {1}건). 보정을 되돌리거나 예측을 먼저 반영해 주세요.',
  ],
  [
    '{0} would be confirmed under two types in {1} and sold twice. Reopen the rows of the type that no longer applies, run standard-inventory-load, then confirm.',
    '{0}(은)는 {1}에 두 유형으로 확정되어 두 번 팔리게 됩니다. 더 이상 맞지 않는 유형의 행은 확정을 풀고, standard-inventory-load를 실행한 뒤 확정해 주세요.',
  ],
  [
    'No inventory is loaded for {0}. An operator confirms the month and runs unit-inventory-load.',
    '판매 인벤토리가 아직 열리지 않았습니다: {0}. 운영자가 그 달을 확정하고 unit-inventory-load를 실행해야 합니다.',
  ],
  [
    'No inventory is loaded for {0} and {1} more. An operator confirms the month and runs unit-inventory-load.',
    '판매 인벤토리가 아직 열리지 않았습니다: {0} 외 {1}건. 운영자가 그 달을 확정하고 unit-inventory-load를 실행해야 합니다.',
  ],
  [
    'The inventory of {0} in {1} adds up to more than can be counted (2^53). Correct the totals and run it again.',
    '{1} {0} 인벤토리의 합이 셀 수 있는 범위(2^53)를 넘습니다. 합계를 고치고 다시 실행해 주세요.',
  ],
]

/** Sending forecast files; what is wrong inside of a file is worded where files are read. */
const FILES: readonly Sentence[] = [
  ['The form cannot be read: {0}. Send it again.', '양식을 읽을 수 없습니다: {0}. 다시 보내 주세요.'],
  [
    'Send the file as multipart/form-data in the field `file`.',
    '파일을 multipart/form-data의 `file` 필드에 넣어 보내 주세요.',
  ],
  [
    'There is no file. Send it in the multipart field `file`.',
    '파일이 없습니다. multipart의 `file` 필드에 넣어 보내 주세요.',
  ],
  ['Send one file in the multipart field `file`.', 'multipart의 `file` 필드에 파일 하나를 넣어 보내 주세요.'],
  [
    'The file is larger than this service accepts. Split it by month.',
    '서비스가 받는 크기보다 큰 파일입니다. 달마다 나눠 주세요.',
  ],
  [
    'The file is another one by now. Load it without the condition.',
    '그사이 파일이 바뀌었습니다. 조건 없이 불러와 주세요.',
  ],
  [
    'The file is shorter than the range. Load it whole.',
    '파일이 요청한 범위보다 짧습니다. 전체를 불러와 주세요.',
  ],
  ['No forecast file was taken by such a run.', '그 실행에서 반영한 예측 파일이 없습니다.'],
  [
    'The inbox {0} refuses ({1}). Check {2}, its rights and credentials.',
    '수신함 {0}을(를) 쓸 수 없습니다({1}). {2}와 권한, 자격 증명을 확인해 주세요.',
  ],
]

const CAMPAIGNS: readonly Sentence[] = [
  [
    'This service makes no PDF, because LibreOffice is not installed where it runs. Download the workbook and save it as PDF in Excel.',
    '이 서버에는 LibreOffice가 설치되어 있지 않아 PDF를 만들 수 없습니다. 엑셀 파일을 내려받아 엑셀에서 PDF로 저장해 주세요.',
  ],
  [
    'Many PDFs are being made. Try again in a minute, or take the workbook.',
    '지금 PDF를 많이 만들고 있습니다. 1분 뒤에 다시 시도하거나 엑셀 파일로 내려받아 주세요.',
  ],
  [
    '{0} proposals of this campaign are being made. Wait until one of them is ready.',
    '이 캠페인의 제안서 {0}개를 만들고 있습니다. 하나가 끝난 뒤에 다시 시도해 주세요.',
  ],
  ['There is no such proposal. It may have been deleted.', '그런 제안서가 없습니다. 삭제되었을 수 있습니다.'],
  [
    'The proposal is still being made. Wait until it is ready.',
    '제안서를 아직 만들고 있습니다. 다 만들어진 뒤에 내려받아 주세요.',
  ],
  [
    'The proposal could not be made, so it has no file. Make it again.',
    '만들지 못한 제안서라 파일이 없습니다. 다시 만들어 주세요.',
  ],
  [
    'The file of proposal {0} is not where the service keeps it any more. Ask an administrator to restore it from a backup, or make the proposal again.',
    '제안서 {0}의 파일이 보관한 곳에 없습니다. 관리자에게 백업에서 되살려 달라고 하거나 제안서를 다시 만들어 주세요.',
  ],
  [
    'The file of proposal {0} is not what was stored. Ask an administrator to restore it from a backup, or make the proposal again.',
    '제안서 {0}의 파일이 보관한 내용과 다릅니다. 관리자에게 백업에서 되살려 달라고 하거나 제안서를 다시 만들어 주세요.',
  ],
  [
    'The store of proposals {0} refuses ({1}). Check {2}, its rights and credentials.',
    '제안서 보관소 {0}을(를) 쓸 수 없습니다({1}). {2}와 권한, 자격 증명을 확인해 주세요.',
  ],
  [
    'The store of proposals does not answer. Try again in a minute.',
    '제안서 보관소가 응답하지 않습니다. 1분 뒤에 다시 시도해 주세요.',
  ],
  [
    'The making of the proposal was canceled. Make it again.',
    '제안서 만들기가 취소되었습니다. 다시 만들어 주세요.',
  ],
  [
    'The proposal could not be made. Make it again; if it fails again, tell the administrator.',
    '제안서를 만들지 못했습니다. 다시 만들어 보고, 또 실패하면 관리자에게 알려 주세요.',
  ],
  ['There is no template "{0}". Choose one of: {1}.', '"{0}" 서식은 없습니다. 다음 가운데 고르세요: {1}.'],
  [
    'None of the rows is bought or reserved, so there is no 구매내역. Ask for other sheets too, or buy first.',
    '구매하거나 가선점한 상품이 없어 구매내역이 없습니다. 다른 시트도 함께 선택하거나 먼저 구매해 주세요.',
  ],
  [
    'There is no such campaign, or it is not shared with you.',
    '그런 캠페인이 없거나 공유받지 않은 캠페인입니다.',
  ],
  [
    "The campaign is shared with you to {0} it; to {1} you need the right to {2} it. Ask the campaign's owner.",
    '이 캠페인은 {0} 권한으로 공유되어 있습니다. {1}에는 {2} 권한이 필요합니다. 캠페인 담당자에게 요청해 주세요.',
  ],
  ['see', '보기'],
  ['edit', '편집'],
  ['own', '관리'],
  ['change it', '변경'],
  ['share it', '공유'],
  ['change its budget', '예산 변경'],
  ['archive it', '보관'],
  ['delete a proposal that somebody else made', '다른 사람이 만든 제안서의 삭제'],
  [
    'The campaign is archived. Nothing was changed: take it out of the archive first.',
    '보관된 캠페인입니다. 바뀐 것은 없습니다. 먼저 보관을 해제해 주세요.',
  ],
  [
    '{0} rows are held or running, so the campaign is not archived. Release or end them first.',
    '가선점했거나 집행 중인 행이 {0}개 있어 캠페인을 보관하지 않았습니다. 먼저 해제하거나 종료해 주세요.',
  ],
  [
    'A flight would be moved to {0}, outside of the years 2000 to 2199. Choose another start.',
    '기간이 {0}(2000~2199년 밖)으로 옮겨집니다. 다른 시작일을 골라 주세요.',
  ],
  [
    'The campaign would end before it begins. Change both dates.',
    '캠페인이 시작하기 전에 끝나게 됩니다. 두 날짜를 모두 바꿔 주세요.',
  ],
  ['There is no such row.', '그런 행이 없습니다.'],
  ['There is no such row any more.', '그 행은 더 이상 없습니다.'],
  [
    'The campaign has no row {0}. Load the MediaMix again.',
    '캠페인에 {0} 행이 없습니다. 미디어믹스를 다시 불러와 주세요.',
  ],
  [
    'baseRevision {0} is newer than the campaign ({1}). Load the MediaMix again.',
    'baseRevision {0}이(가) 캠페인({1})보다 새것입니다. 미디어믹스를 다시 불러와 주세요.',
  ],
  [
    'The rows add up to more than can be counted (2^53). Nothing was changed: lower the amounts.',
    '행의 합이 셀 수 있는 범위(2^53)를 넘습니다. 바뀐 것은 없습니다. 금액을 낮춰 주세요.',
  ],
  [
    "The row {0} is another campaign's. Give the row a new id.",
    '{0} 행은 다른 캠페인의 것입니다. 행에 새 ID를 주세요.',
  ],
  [
    'Of reserved and booked rows syncing changes only device and creative. Nothing was changed: take these rows out of the request.',
    '가선점하거나 구매한 행은 동기화로 디바이스와 소재만 바꿀 수 있습니다. 바뀐 것은 없습니다. 그 행을 요청에서 빼 주세요.',
  ],
  [
    '{0} won at an eCPM of {1} won is beyond what can be counted.',
    '{0}원은 eCPM {1}원에서 셀 수 있는 범위를 넘습니다.',
  ],
  [
    '{0} come from the rate card. Ask an operator for an override. Nothing was changed.',
    '{0}: 단가표에서 정해지는 값입니다. 바꾸려면 운영자에게 요청해 주세요. 바뀐 것은 없습니다.',
  ],
  [
    'The targeting of reserved and booked rows changes by amending them.',
    '가선점하거나 구매한 행의 타겟팅은 변경(amend)으로 바꿔 주세요.',
  ],
]

const TARGETING: readonly Sentence[] = [
  [
    'Unknown targeting group: {0}. Take a code from GET /api/v1/targeting-groups.',
    '등록되지 않은 타겟팅그룹입니다: {0}. GET /api/v1/targeting-groups에 있는 코드를 써 주세요.',
  ],
  [
    "The members of {0} are the catalogue's. Leave `members` out, or change the group itself.",
    '{0}의 구성원은 카탈로그에서 정합니다. `members`를 빼거나 그룹 자체를 바꿔 주세요.',
  ],
  [
    'Product {0} has no platform. An operator must give it one.',
    '{0} 상품에 매체가 없습니다. 운영자가 매체를 넣어야 합니다.',
  ],
  ['{0} is a RANDOM product: it takes no groups.', '{0} 상품은 RANDOM이라 그룹을 넣을 수 없습니다.'],
  [
    '{0} is a CONTENTS product: give it exactly one group with `members`, without a code.',
    '{0} 상품은 CONTENTS입니다. 코드 없이 `members`가 있는 그룹 하나만 넣어 주세요.',
  ],
  [
    '{0} is a GROUP product: give it catalogue groups by `code`, at least one.',
    '{0} 상품은 GROUP입니다. 카탈로그의 그룹을 `code`로 하나 이상 넣어 주세요.',
  ],
  [
    'The group {0} is named twice. Name it once, with a larger weight.',
    '{0} 그룹을 두 번 적었습니다. 한 번만 적고 가중치를 높여 주세요.',
  ],
  ['{0} is not sold on {1}, only on {2}.', '{0} 상품은 {1}에서 판매하지 않습니다. 판매 매체: {2}.'],
  [
    '{0} is not sold on {1}, only on {2}. Nothing was changed.',
    '{0} 상품은 {1}에서 판매하지 않습니다. 판매 매체: {2}. 바뀐 것은 없습니다.',
  ],
  [
    "No group applies on {0}. Name it in a group's platforms, or leave one group without platforms.",
    '{0}에 쓰이는 그룹이 없습니다. 그룹의 매체에 넣거나, 매체를 정하지 않은 그룹을 하나 두세요.',
  ],
  ['{0} owns no content of {1}. Take its ratio out.', '{1}에 {0}의 콘텐츠가 없습니다. 그 비율을 빼 주세요.'],
  [
    'All owner ratios of {0} are 0. Give one owner a share.',
    '{0}의 CO 비율이 모두 0입니다. CO 하나에 비율을 주세요.',
  ],
]

const BOOKINGS: readonly Sentence[] = [
  [
    'The row is {0} and cannot be {1}. Allowed: {2}.',
    '지금 상태({0})에서는 할 수 없습니다({1}). 다음으로 바꿀 수 있는 상태: {2}.',
  ],
  ['bought', '구매'],
  ['held', '가선점'],
  ['amended', '변경'],
  ['planned anew', '다시 계획'],
  ['released', '가선점 해제'],
  ['declined', '반려'],
  ['stopped', '중단'],
  ['canceled', '취소'],
  ['paused', '일시중지'],
  ['resumed', '재개'],
  ['reopened', '다시 열기'],
  ['nothing', '없음'],
  ...BOOKING_STATUSES.map((status): Sentence => [status, BOOKING_STATUS_WORDS.ko[status]]),
  [
    'Only an operator may override. Ask one, or move the flight.',
    '예외는 운영자만 적용할 수 있습니다. 운영자에게 요청하거나 기간을 옮겨 주세요.',
  ],
  ['The row has no revision {0}.', '이 행에 {0}차 내역은 없습니다.'],
  [
    'The flight begins on {0}, before today ({1}). Move its start; an operator may override it with a reason.',
    '시작일({0})이 오늘({1})보다 앞입니다. 시작일을 옮겨 주세요. 운영자는 사유를 적고 예외로 할 수 있습니다.',
  ],
  [
    'The flight would end on {0}; days up to today ({1}) are not changed any more. Give it a day after today, or cancel the row.',
    '{0}에 끝나게 됩니다. 오늘({1})까지의 날은 더 이상 바꿀 수 없습니다. 오늘 뒤의 날을 두거나 행을 취소해 주세요.',
  ],
  [
    '{0} has {1} impressions ({2} won) up to today; the change would leave it {3} ({4} won). Nothing was changed: give it more, or cancel what is to come.',
    '{0}: 오늘까지 노출 {1}회({2}원)인데, 이렇게 바꾸면 {3}회({4}원)만 남습니다. 바뀐 것은 없습니다. 더 늘리거나 남은 기간을 취소해 주세요.',
  ],
  [
    '{0} won is beyond what can be counted. Ask for less.',
    '{0}원은 셀 수 있는 범위를 넘습니다. 금액을 낮춰 주세요.',
  ],
  [
    'An amount of {0} won buys no impression at an eCPM of {1} won. Raise the amount or target less. Nothing was bought.',
    '{0}원으로는 eCPM {1}원에서 노출을 하나도 살 수 없습니다. 금액을 올리거나 타겟팅을 줄여 주세요. 구매한 것은 없습니다.',
  ],
  [
    '{0} won is too little to be split: {1} on {2} would get {3} won without an impression. Raise the amount or target less. Nothing was bought.',
    '{0}원은 나누기에 너무 적습니다. {2}의 {1}에 노출 없이 {3}원만 돌아갑니다. 금액을 올리거나 타겟팅을 줄여 주세요. 구매한 것은 없습니다.',
  ],
  [
    '{0} Nothing was bought. {1} won ({2} impressions) would fit.',
    '{0} 구매한 것은 없습니다. {1}원(노출 {2}회)까지는 들어갑니다.',
  ],
  [
    '{0} Nothing was bought. Choose other days or contents.',
    '{0} 구매한 것은 없습니다. 다른 날짜나 콘텐츠를 골라 주세요.',
  ],
  ['{0} {1} more rows are short.', '{0} 부족한 곳이 {1}곳 더 있습니다.'],
  ['There is no inventory for {0} on {1} in the flight.', '기간 안에 {1}의 {0} 인벤토리가 없습니다.'],
  ['the targeting', '타겟팅'],
  [
    '{0} on {1} on {2} is {3} impressions short ({4} asked, {5} left).',
    '{2} {1}의 {0}에서 노출 {3}회가 부족합니다(필요 {4}회, 잔여 {5}회).',
  ],
  [
    'Another variant of this campaign is bought with the same request, so the hold of this one has ended.',
    '같은 요청으로 이 캠페인의 다른 안을 구매해서 이 행의 가선점은 끝났습니다.',
  ],
  [
    '{0} won reach the limit of {1} won, from which on an approver must agree. Nothing was changed: ask for an approval.',
    '{0}원은 승인이 필요한 한도 {1}원에 이릅니다. 바뀐 것은 없습니다. 승인을 요청해 주세요.',
  ],
  [
    'The price of {0} rows is further below the rate card than may be sold without an approver. Nothing was changed: ask for an approval.',
    '{0}개 행의 단가가 승인 없이 팔 수 있는 것보다 더 할인되었습니다. 바뀐 것은 없습니다. 승인을 요청해 주세요.',
  ],
  [
    'No approval is needed for these rows. Nothing was asked: go on without one.',
    '이 행들은 승인이 필요 없습니다. 요청하지 않았으니 그대로 진행해 주세요.',
  ],
  [
    'Who asks for an approval doesn’t decide it. Ask another approver.',
    '승인을 요청한 사람은 결정할 수 없습니다. 다른 승인자에게 요청해 주세요.',
  ],
  [
    'A row is not as it was asked any more, so this cannot be approved. The planner asks anew; decline this request.',
    '요청한 뒤 행이 바뀌어 승인할 수 없습니다. 플래너가 새로 요청하도록 이 요청을 거절해 주세요.',
  ],
  ['There is no such request.', '그런 요청이 없습니다.'],
  [
    'The request is {0} already. Load the list again.',
    '이미 처리된 요청입니다({0}). 목록을 다시 불러와 주세요.',
  ],
  [
    'The row is {0} and cannot be bought, so no approval was asked for.',
    '지금 상태({0})에서는 구매할 수 없어 승인을 요청하지 않았습니다.',
  ],
  [
    'Only a higher amount of a bought row is approved. Nothing was asked.',
    '구매한 행의 금액을 올릴 때만 승인을 요청할 수 있습니다. 요청하지 않았습니다.',
  ],
  ['OPEN', '대기'],
  ['APPROVED', '승인'],
  ['DECLINED', '거절'],
  ['WITHDRAWN', '철회'],
  ['USED', '사용'],
  [
    'The time of the request was over before this row had its turn: it was not bought. Buy it again.',
    '이 행의 차례가 오기 전에 요청 시간이 끝나 구매하지 않았습니다. 다시 구매해 주세요.',
  ],
  [
    '{0} is held as variant {1}. Release it first to hold it as variant {2}.',
    '{0} 행은 {1}안으로 가선점되어 있습니다. 먼저 해제하고 {2}안으로 가선점해 주세요.',
  ],
  [
    '{0} is held as no variant. Release it first to hold it as variant {1}.',
    '{0} 행은 안을 정하지 않고 가선점되어 있습니다. 먼저 해제하고 {1}안으로 가선점해 주세요.',
  ],
  [
    'The campaign has no variant {0}. Load the MediaMix again.',
    '캠페인에 {0}안이 없습니다. 미디어믹스를 다시 불러와 주세요.',
  ],
  [
    'Rows of variant {0} are bought, so {1}. Nothing was changed: cancel them first.',
    '{0}안에 구매한 행이 있어 {1}. 바뀐 것은 없습니다. 먼저 구매를 취소해 주세요.',
  ],
  ['another variant would never be counted', '다른 안을 만들어도 합계에 들어가지 않습니다'],
  ['variant {0} cannot be chosen', '{0}안으로 정할 수 없습니다'],
  ['it cannot be discarded', '이 안을 없앨 수 없습니다'],
  [
    'The campaign has a variant {0} already. Choose another letter, or leave the name out.',
    '{0}안이 이미 있습니다. 다른 영문자를 고르거나 이름을 비워 주세요.',
  ],
  [
    'There is no row to copy: rows that are bought or ended are part of all variants. Add a row first.',
    '복사할 행이 없습니다. 구매했거나 끝난 행은 모든 안에 들어갑니다. 먼저 행을 추가해 주세요.',
  ],
  [
    'A variant of {0} rows is more than the {1} that can be copied at once. Nothing was changed.',
    '안 하나에 행이 {0}개입니다. 한 번에 {1}개까지 복사할 수 있습니다. 바뀐 것은 없습니다.',
  ],
  [
    'The campaign has a variant for each letter. Discard one first.',
    'A안부터 Z안까지 모두 쓰고 있습니다. 먼저 하나를 없애 주세요.',
  ],
  [
    '{0} is the only variant of the campaign. Choose it, or delete its rows in the sheet.',
    '캠페인에 {0}안만 있습니다. 이 안으로 정하거나 시트에서 행을 지워 주세요.',
  ],
  [
    'A campaign may hold {0} rows at a time; this one holds {1} and asks for {2} more. Release or buy some first.',
    '캠페인 하나에서 한 번에 가선점할 수 있는 행은 {0}개입니다. 지금 {1}개인데 {2}개를 더 요청했습니다. 먼저 해제하거나 구매해 주세요.',
  ],
  ['expiresAt: {0}. Nothing was held.', 'expiresAt: {0}. 가선점한 것은 없습니다.'],
  [
    'There is no room from tomorrow on for what the row is for. Nothing was added: name amount, startDate and endDate, or make room.',
    '내일부터 이 행에 필요한 만큼 남은 인벤토리가 없습니다. 추가한 것은 없습니다. amount, startDate, endDate를 적거나 자리를 만들어 주세요.',
  ],
  [
    'The row is {0} and was never bought: nothing is guaranteed. Nothing was added.',
    '이 행은 {0} 상태이고 구매한 적이 없어 보장된 노출이 없습니다. 추가한 것은 없습니다.',
  ],
  [
    'The row is expected to deliver what was guaranteed, or its makegood is in the MediaMix already. Nothing was added.',
    '이 행은 보장노출을 채울 것으로 보이거나, 보상 노출이 이미 미디어믹스에 있습니다. 추가한 것은 없습니다.',
  ],
]

const AD_SERVERS: readonly Sentence[] = [
  [
    'There is no request {0} to an ad server. See GET /api/v1/publish-requests.',
    '광고 서버에 보낸 요청 {0}(은)는 없습니다. GET /api/v1/publish-requests를 확인해 주세요.',
  ],
  [
    'There is no webhook {0}. See GET /api/v1/webhooks.',
    '웹훅 {0}(은)는 없습니다. GET /api/v1/webhooks를 확인해 주세요.',
  ],
  [
    '{0} already goes to the webhook {1}. A platform has one ad server: take it from there first.',
    '{0} 매체는 이미 웹훅 {1}(으)로 갑니다. 매체의 광고 서버는 하나이니 먼저 그 웹훅에서 빼 주세요.',
  ],
  [
    'The platforms that nobody names already go to the webhook {0}. A platform has one ad server: take it from there first.',
    '따로 적지 않은 매체는 이미 웹훅 {0}(으)로 갑니다. 매체의 광고 서버는 하나이니 먼저 그 웹훅에서 빼 주세요.',
  ],
]

/** The Korean of what problems say. */
export const DETAILS: readonly Sentence[] = [
  ...REQUESTS,
  ...ACCOUNTS,
  ...SERVICE,
  ...VERSIONS,
  ...CATALOGUE,
  ...INVENTORY,
  ...FILES,
  ...CAMPAIGNS,
  ...TARGETING,
  ...BOOKINGS,
  ...AD_SERVERS,
]
