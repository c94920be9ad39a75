import type { Language } from '../../shared/language'

const KO = {
  company: '회사 계정으로 로그인',
  opening: '회사 로그인 화면을 여는 중입니다…',
  or: '또는',
  byPassword: '비밀번호로 로그인',
  demo: '체험 계정으로 시작',
  demoHint: '누르면 바로 로그인됩니다. 이 컴퓨터에만 있는 계정입니다.',
  roles: { planner: '플래너', operator: '운영자', admin: '관리자' },
}

const EN: typeof KO = {
  company: 'Sign in with your company account',
  opening: 'Opening the company’s sign-in…',
  or: 'or',
  byPassword: 'Sign in with a password',
  demo: 'Start with a demo account',
  demoHint: 'One press signs in. These accounts are only on this computer.',
  roles: { planner: 'planner', operator: 'operator', admin: 'administrator' },
}

export const SIGN_IN_WORDS: Record<Language, typeof KO> = { ko: KO, en: EN }
