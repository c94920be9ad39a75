import { count, won } from './numbers'

/** Texts of buying, shortages included, in Korean. */
export const BUYING_KO = {
  buy: {
    checkingTitle: '구매할 내용을 확인하는 중입니다',
    confirmTitle: '이대로 구매할까요?',
    confirmLead: '구매하면 재고가 바로 차감되고 행이 잠깁니다.',
    total: (rows: number) => (rows > 1 ? `합계 (${rows}개 행)` : '합계'),
    eachOrAll: '모두 살 수 있을 때만 구매',
    eachOrAllHint: '끄면 살 수 있는 행만 구매하고 나머지는 이유를 알려 드립니다.',
    service: '서비스 (0원)',
    confirm: (amount: number) => `${won(amount)} 구매`,
    buying: '구매하는 중입니다…',
    buyingHint: '창을 닫아도 두 번 구매되지 않습니다.',
    shortageTitle: '잔여가 부족해 구매하지 않았습니다',
    shortageLead: (name: string) => `${name}: 요청한 만큼 남아 있지 않습니다. 바뀐 것은 없습니다.`,
    noInventoryLead: (name: string) =>
      `${name}: 이 기간·타겟팅에 판매할 재고가 없습니다. 바뀐 것은 없습니다.`,
    fits: '지금 살 수 있는 최대',
    apply: (amount: number) => `${won(amount)}으로 맞추고 계속`,
    shortPlaces: (value: number) => `부족한 날과 매체 ${count(value)}곳`,
    worst: (value: number) => `많이 부족한 순서로 ${value}곳`,
    shortBy: (short: number) => `${count(short)}회 부족`,
    changeTargeting: '타겟팅 바꾸기',
    resultTitle: (bought: number) => `${bought}개 행을 구매했습니다`,
    resultNone: '구매한 행이 없습니다',
    heldBackLead: (failed: number) =>
      `${failed}개 행을 살 수 없어 함께 고른 행도 구매하지 않았습니다. 바뀐 것은 없습니다.`,
    nothingChanged: '바뀐 것은 없습니다. 아래 이유를 보고 다시 시도해 주세요.',
    heldBack: '함께 구매하지 않음',
    buyRest: (value: number, amount: number) => `나머지 ${value}개 구매하기 · ${won(amount)}`,
    resultLead: '시트의 상태가 구매완료로 바뀌고 행이 잠겼습니다.',
    partly: (failed: number) => `${failed}개 행은 구매하지 못했습니다`,
    leftOut: (value: number) => `콘텐츠 ${value}개는 이 기간에 재고가 없는 매체에서 빠졌습니다.`,
    failedTitle: '구매하지 않았습니다',
    unknownTitle: '구매되었는지 아직 모릅니다',
    unknownNext: (what: string) =>
      `${what} 이미 구매되었으면 그 결과를 보여 드리고, 아니면 지금 구매합니다. 두 번 구매되지 않습니다.`,
    askAgain: '결과 확인하기',
    again: '다시 확인하고 구매',
    done: '확인',
    bought: '구매완료',
  },
} as const
