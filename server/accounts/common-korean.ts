/**
 * What Korean passwords begin with: greetings, family, wishes, and the words of this trade. No published list of
 * passwords has them in Hangul; lists of leaked passwords have some of them as they are typed on a keyboard that is
 * switched to English (안녕하세요: dkssudgktpdy).
 */
const WORDS = [
  '비밀번호',
  '패스워드',
  '암호입니다',
  '안녕하세요',
  '안녕',
  '감사합니다',
  '사랑해',
  '사랑해요',
  '사랑합니다',
  '행복하자',
  '행복하세요',
  '대한민국',
  '우리나라',
  '우리가족',
  '우리집',
  '엄마',
  '아빠',
  '엄마아빠',
  '천사',
  '바보',
  '바보야',
  '너구리',
  '호랑이',
  '강아지',
  '고양이',
  '컴퓨터',
  '관리자',
  '운영자',
  '테스트',
  '임시비번',
  '서울',
  '부산',
  '화이팅',
  '파이팅',
  '로그인',
  '회사',
  '광고',
  '미디어믹스',
  '인벤토리',
  '캠페인',
  '가나다라',
  '가나다라마바사',
  '가나다라마바사아자차카타파하',
]

const INITIALS = 'r R s e E f a q Q t T d w W c z x v g'.split(' ')
const VOWELS = 'k o i O j p u P h hk ho hl y n nj np nl b m ml l'.split(' ')
const FINALS = ' r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g'.split(' ')
const FIRST_SYLLABLE = 0xac00
const SYLLABLES = 11_172

/** Hangul as the keys of a two-set keyboard (두벌식) under which it stands. */
export function keysOf(hangul: string): string {
  return [...hangul.normalize('NFC')]
    .map((sign) => {
      const at = sign.codePointAt(0)! - FIRST_SYLLABLE
      if (at < 0 || at >= SYLLABLES) return sign
      const [initial, vowel, final] = [Math.floor(at / 588), Math.floor((at % 588) / 28), at % 28]
      return `${INITIALS[initial]}${VOWELS[vowel]}${FINALS[final]}`
    })
    .join('')
}

/** In both forms, in lower case as the estimator compares them. */
export const COMMON_KOREAN: readonly string[] = WORDS.flatMap((word) => [word, keysOf(word).toLowerCase()])
