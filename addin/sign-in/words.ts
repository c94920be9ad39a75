import type { Language } from '../../shared/language'

const KO = {
  company: '회사 계정으로 로그인',
  opening: '회사 로그인 화면을 여는 중입니다…',
  or: '또는',
  byPassword: '비밀번호로 로그인',
}

const EN: typeof KO = {
  company: 'Sign in with your company account',
  opening: 'Opening the company’s sign-in…',
  or: 'or',
  byPassword: 'Sign in with a password',
}

export const SIGN_IN_WORDS: Record<Language, typeof KO> = { ko: KO, en: EN }
