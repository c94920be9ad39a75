const count = (value: number) => value.toLocaleString('ko-KR')
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)}%`

/** Texts about delivery, risks and makegoods, in Korean. English has exactly the same keys. */
export const MONITORING_KO = {
  writeSheet: '모니터링 시트 쓰기',
  foreignTitle: '모니터링 시트에 다른 내용이 있습니다',
  foreignBody: '다시 쓰면 그 시트의 내용이 이 캠페인의 모니터링으로 바뀝니다.',
  notesTitle: '모니터링 시트를 더 길게 쓸 수 없습니다',
  notesBody: '표 바로 아래에 메모가 있습니다. 메모를 옮기면 저절로 갱신되고, 다시 쓰면 메모가 지워집니다.',
  overwrite: '다시 쓰기',
  percent,
  overview: {
    title: '집행 현황',
    loading: '집행 현황을 불러오는 중입니다',
    firstTime: '집행 현황을 처음 집계하는 중입니다. 1분 안에 나타납니다.',
    campaigns: (status: string, value: number) => `${status} ${count(value)}`,
    today: '오늘 노출',
    todayOf: (delivered: number, planned: number) => `${count(delivered)} / 계획 ${count(planned)}회`,
    todayNone: '오늘 계획된 노출이 없습니다',
    noneAtRisk: '미달이 예상되는 상품이 없습니다',
    atRisk: (rows: number, missing: number) => `미달 예상 ${count(rows)}건 · ${count(missing)}회 부족`,
    missing: (impressions: number) => `${count(impressions)}회 부족`,
    ends: (date: string) => `${date} 종료`,
    more: (rows: number) => `그 밖의 ${count(rows)}건은 대시보드에서 보기`,
    all: '캠페인 목록',
  },
  row: {
    title: '집행',
    delivered: (delivered: number, guaranteed: number) =>
      `실노출 ${count(delivered)} / 보장 ${count(guaranteed)}회`,
    achievement: (part: number, whole: number) => `달성률 ${percent(part, whole)}`,
    projected: (projected: number) => `이 속도면 종료 시 ${count(projected)}회`,
    missing: (missing: number) => `${count(missing)}회 부족 예상`,
    loading: '집행 실적을 불러오는 중입니다',
    propose: '보상 노출 제안 (메이크굿)',
    asking: '넣을 수 있는 자리를 찾는 중입니다…',
    proposal: '보상 노출 제안',
    fits: (impressions: number) => `서비스 ${count(impressions)}회를 더 집행합니다.`,
    partly: (impressions: number, missing: number) =>
      `자리가 모자라 부족한 ${count(missing)}회 가운데 ${count(impressions)}회만 넣을 수 있습니다.`,
    free: (amount: string) => `표시 금액 ${amount}, 청구 금액 0원`,
    add: '서비스 행 추가',
    adding: '추가하는 중입니다…',
    added: '서비스 행을 추가했습니다',
    addedNext: '시트에서 확인하고 구매하면 집행됩니다.',
    show: '추가한 행 보기',
    obstacles: {
      NOTHING_MISSING:
        '지금은 더 넣을 것이 없습니다. 보장 노출을 채울 것으로 보이거나 보상 행이 이미 있습니다.',
      NO_ROOM:
        '내일부터 이 타겟팅에 남은 자리가 없습니다. 타겟팅이나 기간을 바꾼 서비스 행을 직접 추가해 주세요.',
      NOT_BOOKED: '구매하지 않은 행에는 보장 노출이 없습니다.',
    },
  },
} as const
