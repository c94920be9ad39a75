import { count, won } from './numbers'

/** Texts of the variants (A안, B안) of a campaign, in Korean. */
export const VARIANTS_KO = {
  title: '안(대안)',
  lead: '안마다 시트에서 따로 고치고, 합계에는 한 안만 들어갑니다. 시트의 ‘안’ 열이 행마다 어느 안인지 알려 줍니다.',
  none: '아직 나눈 안이 없습니다',
  noneNext: (rows: number, first: string, next: string) =>
    `지금 상품 ${count(rows)}개를 ${first}안으로 두고 ${next}안으로 복사합니다. 복사한 안은 따로 고칠 수 있습니다.`,
  noRows: '복사할 상품이 없습니다',
  noRowsNext: '아직 구매하지 않은 상품이 있어야 안을 나눌 수 있습니다.',
  name: (name: string) => `${name}안`,
  inTotal: '합계에 포함',
  amount: '구매금액',
  impressions: '예상 노출',
  ecpm: 'CPM',
  rows: '상품',
  rowsOf: (own: number, common: number) =>
    common === 0 ? `${count(own)}개` : `${count(own)}개 + 공통 ${count(common)}개`,
  held: (rows: number) => `가선점 ${count(rows)}개`,
  bought: (rows: number) => `구매 ${count(rows)}개`,
  difference: (value: number, than: string) =>
    value === 0 ? `${than}안과 같음` : `${than}안보다 ${won(Math.abs(value))} ${value > 0 ? '많음' : '적음'}`,
  copy: '복사해서 새 안 만들기',
  copyAs: (next: string) => `복사해서 ${next}안 만들기`,
  choose: '이 안으로 정하기',
  discard: '이 안 없애기',
  chooseTitle: (name: string) => `${name}안으로 정할까요?`,
  discardTitle: (name: string) => `${name}안을 없앨까요?`,
  removes: (names: string, rows: number) => `${names}의 상품 ${count(rows)}개가 시트에서 사라집니다.`,
  releases: (rows: number) => `그 가운데 ${count(rows)}개의 가선점은 해제됩니다.`,
  keeps: (name: string, rows: number) => `${name}안의 상품 ${count(rows)}개는 안 구분 없이 남습니다.`,
  common: (rows: number) => `모든 안에 들어가는 상품 ${count(rows)}개는 그대로입니다.`,
  noWayBack: '되돌릴 수 없습니다.',
  confirmChoose: (name: string) => `${name}안으로 정하기`,
  confirmDiscard: (name: string) => `${name}안 없애기`,
  boughtElsewhere: (name: string) =>
    `${name}안에 구매한 상품이 있어 다른 안으로 정하거나 새 안을 만들 수 없습니다.`,
  readOnly: '이 캠페인은 보기만 할 수 있습니다. 바꾸려면 담당자에게 편집 권한을 요청해 주세요.',
  made: (variant: string, source: string, rows: number) =>
    `${source}안을 복사해 ${variant}안을 만들었습니다 (상품 ${count(rows)}개)`,
  madeNext: (variant: string) => `시트에서 ${variant}안 행을 고치세요.`,
  chosen: (variant: string) => `${variant}안으로 정했습니다`,
  discarded: (variant: string) => `${variant}안을 없앴습니다`,
  removedNext: (removed: number, released: number) =>
    released === 0
      ? `상품 ${count(removed)}개를 지웠습니다.`
      : `상품 ${count(removed)}개를 지우고 가선점 ${count(released)}개를 해제했습니다.`,
  compare: '안 비교가 든 제안서 내려받기',
} as const
