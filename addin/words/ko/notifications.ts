/** Texts of the notifications, in Korean. */
export const NOTIFICATIONS_KO = {
  title: '알림',
  /** What the bell says to a screen reader. */
  bell: (unread: number) => (unread === 0 ? '알림' : `알림, 읽지 않음 ${unread}`),
  empty: '알릴 것이 없습니다. 가선점 마감이나 미달 위험이 생기면 여기에 나타납니다.',
  loading: '알림을 불러오는 중입니다…',
  failed: '알림을 불러오지 못했습니다.',
  readAll: '모두 읽음',
  markRead: '읽음',
  over: '해결됨',
  open: '캠페인 열기',
  look: '보러 가기',
  preferences: {
    title: '알림 설정',
    open: '설정',
    back: '알림 보기',
    loading: '설정을 불러오는 중입니다…',
    failed: '설정을 불러오지 못했습니다. 잠시 뒤 다시 열어 주세요.',
  },
}
