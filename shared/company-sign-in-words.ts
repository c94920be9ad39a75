import type { SignInRefusal } from './company-sign-in'
import type { Language } from './language'

interface Told {
  title: string
  next: string
}

/** What people are told when the company's sign-in doesn't let them in. */
export const SIGN_IN_REFUSAL_WORDS: Record<Language, Record<SignInRefusal, Told>> = {
  ko: {
    EXPIRED: {
      title: '로그인 시간이 지났거나 다른 브라우저에서 시작한 로그인입니다.',
      next: '이 화면에서 다시 로그인해 주세요.',
    },
    CANCELED: { title: '회사 계정 로그인이 취소되었습니다.', next: '다시 로그인해 주세요.' },
    UNREACHABLE: {
      title: '회사 로그인 서버가 응답하지 않습니다.',
      next: '잠시 뒤 다시 시도하고, 계속되면 관리자에게 알려 주세요.',
    },
    NOT_VERIFIED: {
      title: '회사 로그인 서버의 응답을 확인할 수 없습니다.',
      next: '다시 시도하고, 계속되면 관리자에게 알려 주세요.',
    },
    UNVERIFIED_EMAIL: {
      title: '회사 계정의 이메일이 확인되지 않았습니다.',
      next: '관리자에게 문의해 주세요.',
    },
    DOMAIN: {
      title: '이 서비스를 쓸 수 없는 이메일 주소입니다.',
      next: '회사 계정으로 다시 로그인해 주세요.',
    },
    NO_ROLE: {
      title: '이 회사 계정에는 권한이 없습니다.',
      next: '관리자에게 그룹에 넣어 달라고 요청해 주세요.',
    },
    TOO_MANY_GROUPS: {
      title: '회사 계정의 그룹이 너무 많아 권한을 알 수 없습니다.',
      next: '관리자에게 문의해 주세요.',
    },
    BLOCKED: { title: '차단된 계정입니다.', next: '관리자에게 문의해 주세요.' },
    EMAIL_TAKEN: {
      title: '같은 이메일의 다른 계정이 이미 있습니다.',
      next: '관리자에게 문의해 주세요.',
    },
    TOO_MANY_ATTEMPTS: { title: '로그인을 너무 여러 번 시도했습니다.', next: '몇 분 뒤 다시 시도해 주세요.' },
    PASSWORDS_OFF: {
      title: '이 계정은 비밀번호로 로그인할 수 없습니다.',
      next: '회사 계정으로 로그인해 주세요.',
    },
  },
  en: {
    EXPIRED: {
      title: 'This sign-in took too long, or was begun in another browser.',
      next: 'Sign in again from this page.',
    },
    CANCELED: { title: 'The company sign-in was cancelled.', next: 'Sign in again.' },
    UNREACHABLE: {
      title: 'The company’s sign-in does not answer.',
      next: 'Try again in a while; if it stays, tell your administrator.',
    },
    NOT_VERIFIED: {
      title: 'The answer of the company’s sign-in could not be verified.',
      next: 'Try again; if it stays, tell your administrator.',
    },
    UNVERIFIED_EMAIL: {
      title: 'The e-mail address of this company account is not verified.',
      next: 'Ask your administrator.',
    },
    DOMAIN: {
      title: 'This e-mail address may not sign in here.',
      next: 'Sign in with your company account.',
    },
    NO_ROLE: {
      title: 'This company account has no role here.',
      next: 'Ask your administrator to add you to a group.',
    },
    TOO_MANY_GROUPS: {
      title: 'This company account is in too many groups to find its role.',
      next: 'Ask your administrator.',
    },
    BLOCKED: { title: 'This account is blocked.', next: 'Ask your administrator.' },
    EMAIL_TAKEN: {
      title: 'There is another account with this e-mail address.',
      next: 'Ask your administrator.',
    },
    TOO_MANY_ATTEMPTS: { title: 'Too many sign-ins were begun.', next: 'Try again in a few minutes.' },
    PASSWORDS_OFF: {
      title: 'This account does not sign in with a password.',
      next: 'Sign in with your company account.',
    },
  },
}
