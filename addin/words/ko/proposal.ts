/** Texts of the proposal, in Korean. */
export const PROPOSAL_KO = {
  proposal: {
    title: '제안서 내려받기',
    lead: '지금 시트의 내용으로 미디어믹스와 큐레이션타겟팅을 담은 엑셀 파일을 만듭니다.',
    client: '광고주용',
    clientHint: '잔여와 CO 정보가 들어가지 않습니다.',
    internal: '내부용',
    internalHint: '잔여 노출수와 CO가 함께 들어갑니다. 외부에 보내지 마세요.',
    withMonitoring: '모니터링 시트도 넣기',
    download: '내려받기',
    done: (name: string) => `${name} 파일을 내려받았습니다.`,
  },
} as const
