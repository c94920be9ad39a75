/** Texts of the settings of notifications, in Korean. They come with the settings, when those are opened. */
export const NOTIFICATION_PREFERENCES_KO = {
  lead: '받을 알림과 메일로도 받을 알림을 고릅니다.',
  rule: '알림',
  told: '받기',
  mail: '메일',
  toldOf: (rule: string) => `${rule}: 받기`,
  mailOf: (rule: string) => `${rule}: 메일`,
  rules: {
    HOLD_ENDING: '가선점 마감',
    HOLD_EXPIRED: '가선점 만료',
    AT_RISK: '보장노출 미달 위험',
    AD_REJECTED: '광고 반려',
    FILE_FAILED: '예측 파일 실패',
    FILE_MISSING: '오지 않은 예측 파일',
    MONTH_UNCONFIRMED: '확정하지 않은 달',
  },
  language: '메일 언어',
  languages: { ko: '한국어', en: 'English' },
  noMail: '이 서버는 메일을 보내지 않습니다.',
  saved: '저장했습니다.',
  notSaved: '저장하지 못했습니다. 다시 눌러 주세요.',
}
