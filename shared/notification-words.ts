import type { Language } from './language'
import type { RiskReason } from './pacing'
import { shownSeoulTime } from './seoul-time'

/** What people are told of in time, in the order in which settings list it. */
export const NOTICE_RULES = [
  'HOLD_ENDING',
  'HOLD_EXPIRED',
  'AT_RISK',
  'AD_REJECTED',
  'APPROVAL_ASKED',
  'APPROVAL_DECIDED',
  'FILE_FAILED',
  'FILE_MISSING',
  'MONTH_UNCONFIRMED',
] as const
export type NoticeRule = (typeof NOTICE_RULES)[number]

/** The facts of a notice by its rule; words are made of them when it is read. */
export interface NoticeData {
  /** `expiresAt`: instant. */
  HOLD_ENDING: { campaign: string; product: string; expiresAt: string }
  HOLD_EXPIRED: { campaign: string; product: string; expiresAt: string }
  /** `missing`: impressions that the projection lacks of the guarantee. */
  AT_RISK: { campaign: string; product: string; missing: number; reason: RiskReason }
  /** `ads`: how many child ads of the row are rejected; `message`: what the ad server said of one. */
  AD_REJECTED: { campaign: string; product: string; ads: number; message: string | null }
  /** `amount`: won; `by`: e-mail of who asks. */
  APPROVAL_ASKED: { campaign: string; amount: number; by: string }
  /** `reason`: the approver's. */
  APPROVAL_DECIDED: { campaign: string; amount: number; approved: boolean; reason: string | null }
  /** `reason`: why the run failed, as the service said it. */
  FILE_FAILED: { file: string; runId: string; reason: string }
  /** `hour`: the time of day in Seoul by which the file was to come. */
  FILE_MISSING: { vendor: string; date: string; hour: string }
  /** `open`: rows of standard inventory to be confirmed; 0: none were loaded yet. */
  MONTH_UNCONFIRMED: { month: string; open: number; begins: string }
}

/** What happened, and what to do. */
export interface NoticeText {
  title: string
  text: string
}

type Texts = { [Rule in NoticeRule]: (data: NoticeData[Rule]) => NoticeText }

const count = (value: number) => value.toLocaleString('en-US')

const KO: Texts = {
  HOLD_ENDING: ({ campaign, product, expiresAt }) => ({
    title: `가선점이 곧 끝납니다: ${campaign}`,
    text: `${product} 행의 가선점은 ${shownSeoulTime(expiresAt)}까지입니다. 그 전에 구매하거나 기한을 늘려 주세요.`,
  }),
  HOLD_EXPIRED: ({ campaign, product, expiresAt }) => ({
    title: `가선점이 만료되었습니다: ${campaign}`,
    text: `${product} 행의 가선점이 ${shownSeoulTime(expiresAt)}에 끝나 잡아 둔 인벤토리가 풀렸습니다. 필요하면 행을 다시 열어 가선점하거나 구매해 주세요.`,
  }),
  AT_RISK: ({ campaign, product, missing, reason }) => ({
    title: `보장노출 미달이 예상됩니다: ${campaign}`,
    text: `${product} 행은 ${RISKS.ko[reason]} 보장보다 ${count(missing)}회 모자랄 것으로 보입니다. 집행을 확인해 주세요.`,
  }),
  AD_REJECTED: ({ campaign, product, ads, message }) => ({
    title: `광고가 반려되었습니다: ${campaign}`,
    text: `${product} 행의 하위 광고 ${count(ads)}개를 광고 서버가 반려했습니다.${message ? ` 사유: ${message}` : ''} 소재를 고쳐 다시 요청해 주세요.`,
  }),
  APPROVAL_ASKED: ({ campaign, amount, by }) => ({
    title: `구매 승인을 기다립니다: ${campaign}`,
    text: `${by} 님이 ${count(amount)}원의 구매 승인을 요청했습니다. 운영 화면의 승인에서 확인해 주세요.`,
  }),
  APPROVAL_DECIDED: ({ campaign, amount, approved, reason }) => ({
    title: approved ? `구매가 승인되었습니다: ${campaign}` : `구매 승인이 거절되었습니다: ${campaign}`,
    text: `${count(amount)}원${reason ? ` · 사유: ${reason}` : ''}. ${approved ? '캠페인에서 구매해 주세요.' : '행을 고쳐 다시 요청해 주세요.'}`,
  }),
  FILE_FAILED: ({ file, reason }) => ({
    title: `예측 파일을 적재하지 못했습니다: ${file}`,
    text: `사유: ${reason}`,
  }),
  FILE_MISSING: ({ vendor, date, hour }) => ({
    title: `${vendor} 파일이 오지 않았습니다`,
    text: `${date} ${hour}까지 와야 하는 파일이 아직 없습니다. 벤더에 확인해 주세요.`,
  }),
  MONTH_UNCONFIRMED: ({ month, open, begins }) => ({
    title: `${month} 표준인벤토리가 확정되지 않았습니다`,
    text:
      open === 0
        ? `${begins}부터 판매할 달인데 적재된 행이 없습니다. 예측 파일과 적재 작업을 확인해 주세요.`
        : `${begins}부터 판매할 달인데 ${count(open)}개 행이 확정을 기다립니다.`,
  }),
}

const EN: Texts = {
  HOLD_ENDING: ({ campaign, product, expiresAt }) => ({
    title: `A hold ends soon: ${campaign}`,
    text: `The hold of ${product} ends at ${shownSeoulTime(expiresAt)}, Seoul time. Buy the row or extend the hold before.`,
  }),
  HOLD_EXPIRED: ({ campaign, product, expiresAt }) => ({
    title: `A hold has expired: ${campaign}`,
    text: `The hold of ${product} ended at ${shownSeoulTime(expiresAt)}, Seoul time, and its inventory is free again. Reopen the row to hold or buy it.`,
  }),
  AT_RISK: ({ campaign, product, missing, reason }) => ({
    title: `A row will miss its guarantee: ${campaign}`,
    text: `${product} ${RISKS.en[reason]}: ${count(missing)} impressions of its guarantee will be missing. Look at its delivery.`,
  }),
  AD_REJECTED: ({ campaign, product, ads, message }) => ({
    title: `Ads were rejected: ${campaign}`,
    text: `The ad server rejected ${count(ads)} child ads of ${product}.${message ? ` It said: ${message}` : ''} Correct the creative and ask for it again.`,
  }),
  APPROVAL_ASKED: ({ campaign, amount, by }) => ({
    title: `A purchase waits for an approval: ${campaign}`,
    text: `${by} asks to buy for ₩${count(amount)}. Decide on the operators’ page, under Approvals.`,
  }),
  APPROVAL_DECIDED: ({ campaign, amount, approved, reason }) => ({
    title: approved ? `A purchase was approved: ${campaign}` : `A purchase was not approved: ${campaign}`,
    text: `₩${count(amount)}${reason ? ` · the reason: ${reason}` : ''}. ${approved ? 'Buy it in the campaign.' : 'Change the rows and ask again.'}`,
  }),
  FILE_FAILED: ({ file, reason }) => ({
    title: `A forecast file could not be loaded: ${file}`,
    text: `The reason: ${reason}`,
  }),
  FILE_MISSING: ({ vendor, date, hour }) => ({
    title: `The file of ${vendor} has not come`,
    text: `It was to be here on ${date} by ${hour}. Ask the vendor.`,
  }),
  MONTH_UNCONFIRMED: ({ month, open, begins }) => ({
    title: `The standard inventory of ${month} is not confirmed`,
    text:
      open === 0
        ? `The month begins on ${begins} and no rows are loaded. Look at the forecast files and the load.`
        : `The month begins on ${begins} and ${count(open)} rows wait to be confirmed.`,
  }),
}

const RISKS: Record<Language, Record<RiskReason, string>> = {
  ko: {
    FAILED: '게재 오류가 있어',
    REJECTED: '반려된 광고가 있어',
    ENDED_SHORT: '모자란 채로 끝나서',
    NO_DELIVERY: '노출이 아직 없어서',
    BEHIND: '집행이 느려서',
  },
  en: {
    FAILED: 'has failed ads',
    REJECTED: 'has rejected ads',
    ENDED_SHORT: 'ended short',
    NO_DELIVERY: 'has not delivered yet',
    BEHIND: 'is behind',
  },
}

/** The words of a notice. */
export function noticeText<Rule extends NoticeRule>(
  rule: Rule,
  data: NoticeData[Rule],
  language: Language,
): NoticeText {
  return (language === 'ko' ? KO : EN)[rule](data)
}
