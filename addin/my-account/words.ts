import type { Language } from '../../shared/language'

const KO = {
  title: '내 계정',
  close: '닫기',
  signOut: '로그아웃',
  retry: '다시 시도',
  loading: '불러오는 중…',
  failed: '불러오지 못했습니다. 네트워크를 확인하고 다시 열어 주세요.',
  toChange: {
    title: '새 비밀번호를 정해 주세요',
    lead: '지금 비밀번호는 관리자가 정한 것입니다. 본인만 아는 비밀번호로 바꾼 뒤 계속할 수 있습니다.',
  },
  company: '회사 계정으로 로그인하는 계정입니다. 이름과 비밀번호는 회사 계정에서 바꿉니다.',
  password: {
    title: '비밀번호 변경',
    hint: '10자 이상. 서로 상관없는 낱말 여러 개가 좋습니다. 특수문자는 없어도 됩니다.',
    current: '지금 비밀번호',
    next: '새 비밀번호',
    again: '새 비밀번호 다시 입력',
    missing: '입력해 주세요.',
    different: '위의 새 비밀번호와 다릅니다.',
    submit: '비밀번호 변경',
    done: '비밀번호를 바꾸었습니다.',
    doneNext: '다른 기기에서는 모두 로그아웃되었습니다.',
  },
  sessions: {
    title: '로그인한 기기',
    here: '지금 이 기기',
    unknown: '알 수 없는 기기',
    from: (address: string) => `접속 주소 ${address}`,
    begun: (at: string) => `로그인 ${at}`,
    used: (at: string) => `마지막 사용 ${at}`,
    end: '로그아웃',
    endOf: (device: string, at: string) => `${device} 로그아웃 (로그인 ${at})`,
    endOthers: '다른 기기 모두 로그아웃',
    ended: (count: number) => `기기 ${count}대에서 로그아웃했습니다.`,
    alone: '다른 기기에는 로그인되어 있지 않습니다.',
  },
}

export type MyAccountWords = typeof KO

const EN: MyAccountWords = {
  title: 'My account',
  close: 'Close',
  signOut: 'Sign out',
  retry: 'Try again',
  loading: 'Loading…',
  failed: 'This could not be loaded. Check the network and open it again.',
  toChange: {
    title: 'Choose a new password',
    lead: 'An administrator has set your present password. Change it to one that only you know, then go on.',
  },
  company: 'This account signs in with the company account. Its name and password are changed there.',
  password: {
    title: 'Change password',
    hint: 'At least 10 characters. Several words that don’t belong together are best; no special signs are needed.',
    current: 'Present password',
    next: 'New password',
    again: 'New password again',
    missing: 'Please enter it.',
    different: 'This differs from the new password above.',
    submit: 'Change password',
    done: 'Your password was changed.',
    doneNext: 'You are signed out everywhere else.',
  },
  sessions: {
    title: 'Where you are signed in',
    here: 'This one',
    unknown: 'Unknown device',
    from: (address) => `From ${address}`,
    begun: (at) => `Signed in ${at}`,
    used: (at) => `Last used ${at}`,
    end: 'Sign out',
    endOf: (device, at) => `Sign out ${device} (signed in ${at})`,
    endOthers: 'Sign out everywhere else',
    ended: (count) => (count === 1 ? 'Signed out of one device.' : `Signed out of ${count} devices.`),
    alone: 'You are signed in nowhere else.',
  },
}

/** They come with the view, which is loaded when it is asked for. */
export const MY_ACCOUNT_WORDS: Record<Language, MyAccountWords> = { ko: KO, en: EN }
