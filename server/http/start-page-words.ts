import type { Role } from '../../shared/contract/primitives'
import type { Language } from '../../shared/language'

const KO = {
  title: 'Flightsheet: 엑셀에서 구매하는 보장형 동영상 광고',
  headline: '보장형 동영상 광고, 엑셀에서 계획하고 바로 구매합니다',
  sentences: [
    '미디어믹스에 금액을 입력하면 남은 인벤토리와 예상 노출이 그 자리에서 보입니다.',
    '구매를 누르면 날짜와 매체별 재고가 한 번에 차감되어 초과 판매가 없습니다.',
    '집행 현황은 시트로 돌아오고, 제안서는 완성된 엑셀 파일로 나옵니다.',
  ],
  start: '바로 써 보기',
  startHint: '체험 계정을 누르면 로그인된 화면이 열립니다. 이 컴퓨터의 데이터베이스에만 있는 계정입니다.',
  password: '비밀번호',
  failed: '로그인하지 못했습니다. 아래 페이지에서 직접 로그인해 보세요.',
  roles: { planner: '플래너', operator: '운영자', admin: '관리자' } satisfies Record<Role, string>,
  opens: {
    workbench: '워크벤치에서 캠페인을 계획하고 구매합니다',
    operator: '예측과 인벤토리를 관리합니다',
    dashboard: '전체 집행 현황을 봅니다',
  },
  pages: '페이지',
  links: {
    workbench: ['워크벤치', '엑셀 없이 브라우저에서 써 보기'],
    dashboard: ['모니터링', '캠페인 상태와 집행, 판매율'],
    operator: ['인벤토리 관리', '예측 파일, 확정, 위험, 카탈로그'],
    docs: ['API 문서', 'OpenAPI 3.1과 예시'],
  },
  state: {
    ok: '서비스 정상',
    outdated: '새 버전이 데이터베이스를 바꿨습니다',
    other: '데이터베이스에 문제가 있습니다',
  },
  stateDetails: '서비스 상태 자세히',
  openApi: 'OpenAPI 원본',
  otherLanguage: 'English',
  picture: '시트의 미디어믹스 행과 그 옆의 작업창을 그린 그림',
  columns: ['매체', '상품', '구매금액', '예상노출수', '상태'],
  media: ['네이버 TV', '유튜브', '카카오', '전체'],
  products: ['큐레이션', '채널', '논타겟팅', '크로스'],
  statuses: ['집행중', '구매완료', '가선점', '구매'],
  pane: ['수분크림 브랜드 캠페인', '달성률', '구매'],
}

export type StartPageWords = typeof KO

const EN: StartPageWords = {
  title: 'Flightsheet: guaranteed video ads, bought inside Excel',
  headline: 'Guaranteed video ads, planned and bought inside Excel',
  sentences: [
    'Type an amount into the media mix and see at once what is left and how many impressions it makes.',
    'Press buy, and every day and platform is deducted together: nothing is ever oversold.',
    'Delivery comes back into the sheet, and the proposal leaves as a finished workbook.',
  ],
  start: 'Try it now',
  startHint:
    'A demo account opens the page signed in. These accounts are only in the database of this computer.',
  password: 'Password',
  failed: 'The sign-in did not work. Open a page below and sign in there.',
  roles: { planner: 'planner', operator: 'operator', admin: 'administrator' },
  opens: {
    workbench: 'plans and buys campaigns in the workbench',
    operator: 'looks after forecast and inventory',
    dashboard: 'sees how everything delivers',
  },
  pages: 'Pages',
  links: {
    workbench: ['Workbench', 'Try it in the browser, without Excel'],
    dashboard: ['Dashboard', 'Campaigns, delivery and sell-through'],
    operator: ['Inventory desk', 'Forecast files, confirmation, risk, catalogue'],
    docs: ['API documentation', 'OpenAPI 3.1 with examples'],
  },
  state: {
    ok: 'The service is well',
    outdated: 'A newer version has changed the database',
    other: 'Something is wrong with the database',
  },
  stateDetails: 'Health in detail',
  openApi: 'OpenAPI source',
  otherLanguage: '한국어',
  picture: 'A drawing of media mix rows in a sheet with the pane beside them',
  columns: ['Platform', 'Product', 'Amount', 'Impressions', 'Status'],
  media: ['NAVER TV', 'YouTube', 'Kakao', 'All'],
  products: ['Curated', 'Channels', 'Run of network', 'Cross'],
  statuses: ['In flight', 'Booked', 'Held', 'Buy'],
  pane: ['Face cream campaign', 'Delivered', 'Buy'],
}

export const START_PAGE_WORDS: Record<Language, StartPageWords> = { ko: KO, en: EN }
