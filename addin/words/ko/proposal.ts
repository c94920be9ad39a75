/** Texts of the proposal, in Korean. */
export const PROPOSAL_KO = {
  proposal: {
    title: '제안서 내려받기',
    lead: '지금 시트의 내용으로 엑셀 제안서를 만듭니다.',
    audience: '받는 사람',
    client: '광고주용',
    clientHint: '잔여와 CO 정보가 들어가지 않습니다.',
    internal: '내부용',
    internalHint: '잔여 노출수와 CO가 함께 들어갑니다. 외부에 보내지 마세요.',
    template: '서식',
    contents: '넣을 시트',
    sheets: {
      summary: '요약 (표지와 차트)',
      'media-mix': '미디어믹스',
      comparison: '안 비교 (A·B안이 있을 때)',
      targeting: '큐레이션타겟팅',
      daily: '일별 계획',
      purchases: '구매내역 (구매하거나 가선점한 상품)',
      monitoring: '모니터링',
    },
    noSheet: '시트를 하나 이상 골라 주세요.',
    language: '제안서 언어',
    languages: { ko: '한국어', en: '영어' },
    loading: '서식을 불러오는 중입니다.',
    download: '내려받기',
    done: (name: string) => `${name} 파일을 내려받았습니다.`,
  },
} as const
