import { count, won } from './numbers'

/** Texts of choosing contents and groups, in Korean. */
export const TARGETING_KO = {
  targeting: {
    amend: '이 타겟팅으로 변경하기',
    together: (rows: number) => `고른 ${rows}개 행에 같은 타겟팅을 저장합니다`,
    title: '타겟팅',
    contentsLead: '이 행의 광고가 붙을 콘텐츠를 고르고, 더 많이 내보낼 콘텐츠의 가중치를 높이세요.',
    groupsLead: '타겟팅 그룹을 고르고 가중치를 정하세요.',
    randomLead: '랜덤 상품은 매체의 모든 콘텐츠에 고르게 나갑니다. 고를 것이 없습니다.',
    chosen: (value: number) => `고른 콘텐츠 ${value}개`,
    chosenGroups: (value: number) => `고른 그룹 ${value}개`,
    chosenNone: '아직 고른 콘텐츠가 없습니다',
    find: '콘텐츠 찾기',
    types: { PROGRAM: '프로그램', CHANNEL: '채널', KEYWORD: '키워드' },
    broadcaster: '방송사',
    allBroadcasters: '모든 방송사',
    weight: '가중치',
    weightOf: (name: string) => `${name} 가중치`,
    remove: (name: string) => `${name} 빼기`,
    add: (name: string) => `${name} 추가`,
    addAll: (value: number) => `보이는 ${value}개 모두 추가`,
    nothingFound: '조건에 맞는 것이 없습니다. 이름 일부만 입력하거나 조건을 바꿔 보세요.',
    onlySome: (value: number) => `${value}개만 보입니다. 이름이나 방송사로 좁혀 보세요.`,
    members: (value: number) => `콘텐츠 ${value}개`,
    save: '저장하고 시트에 쓰기',
    remaining: (value: number) => `잔여 ${count(value)}회`,
    nothingLeftHere: '이 기간에 남은 것 없음',
    noInventoryHere: '이 상품의 매체에 재고 없음',
    most: (impressions: number, amount: number) =>
      impressions === 0
        ? '이 타겟팅으로 살 수 있는 것이 없습니다'
        : `최대 ${count(impressions)}회 · ${won(amount)}`,
    rowFits: (amount: number) => `이 행의 ${won(amount)}을 모두 살 수 있습니다`,
    rowShort: (amount: number) => `이 행의 ${won(amount)}에는 부족합니다`,
    vacant: (platform: string, group: string) =>
      `${platform}에 ${group === '' ? '고른 콘텐츠의' : `${group}의`} 재고가 없습니다. ${group === '' ? '콘텐츠를 더 고르세요.' : '그 그룹의 매체에서 빼거나 그 매체의 그룹을 더하세요.'}`,
    weigh: '잔여에 맞춰 가중치 정하기',
    weighedTo: (before: number, after: number) =>
      `살 수 있는 최대가 ${count(before)}회에서 ${count(after)}회로 늘었습니다`,
    weighedSame: '가중치를 바꿔도 더 살 수 없어 그대로 두었습니다',
    leftOut: (name: string, reason: string) => `${name}: ${reason}`,
    reasons: {
      NO_INVENTORY: '이 상품의 매체에 재고가 없습니다',
      NOTHING_LEFT: '남은 것이 없는 매체가 있습니다',
      NOT_LOADED: '이 기간의 재고가 아직 열리지 않았습니다',
    },
    paste: {
      open: '목록 붙여넣기',
      label: '콘텐츠 목록',
      hint: '한 줄에 하나씩, 이름이나 ID. 엑셀에서 가중치와 함께 복사해도 됩니다.',
      take: '찾아서 추가',
      added: (value: number) => `콘텐츠 ${count(value)}개를 추가했습니다`,
      unknown: '찾지 못함',
      ambiguous: '이름이 같은 콘텐츠가 여럿(ID로 붙여 주세요)',
      unfit: '타겟팅할 수 없는 콘텐츠',
      nothingHere: '이 상품의 매체에 재고 없음',
    },
    options: {
      platformsOf: (name: string) => `${name} 매체`,
      ownRatios: 'CO 비율 직접 정하기',
      ratioOf: (name: string) => `${name} 비율`,
      noRatio: 'CO 하나 이상의 비율이 0보다 커야 합니다.',
    },
    weightInvalid: '1부터 1,000,000까지의 정수로 입력해 주세요.',
  },
} as const
