/** Signing in to pane and dashboard, in Korean. */
export const SIGN_IN_KO = {
  title: '로그인',
  lead: '엑셀 안에서 동영상 광고를 계획하고 바로 구매합니다.',
  email: '이메일',
  password: '비밀번호',
  required: '입력해 주세요.',
  submit: '로그인',
  submitting: '로그인하는 중…',
  expired: '로그인이 만료되었습니다. 다시 로그인하면 이어서 작업할 수 있습니다.',
  commandTooEarly: '먼저 로그인하고 캠페인을 여세요. 그다음 명령을 다시 누르면 됩니다.',
  account: (name: string) => `${name}, 내 계정`,
  signOut: '로그아웃',
  signOutOf: (name: string) => `로그아웃 (${name})`,
} as const
