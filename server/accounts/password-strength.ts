import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import { COMMON_KOREAN } from './common-korean'

/** Guesses after which a password is found, as a power of ten: what throttled sign-ins don't reach in many lives. */
const ENOUGH_GUESSES = 8
/** What comes after it is not looked at, and no more ways to read signs as letters: the estimate takes at most half a second. */
const LOOKED_AT = 64
const READINGS = 20
const KOREAN = 'common-ko'

/** What zxcvbn recognises, in words. Whatever else is found too early is too easy to guess. */
const KINDS: Readonly<Record<string, string>> = {
  topTen: 'is among the most used passwords',
  topHundred: 'is among the most used passwords',
  common: 'is among the most used passwords',
  similarToCommon: 'is like one of the most used passwords',
  simpleRepeat: 'repeats itself',
  extendedRepeat: 'repeats itself',
  sequences: 'is a sequence',
  straightRow: 'is a row of the keyboard',
  keyPattern: 'is a row of the keyboard',
}

const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary, [KOREAN]: [...COMMON_KOREAN] },
  graphs: common.adjacencyGraphs,
  maxLength: LOOKED_AT,
  l33tMaxSubstitutions: READINGS,
})

/**
 * Why a password would be guessed soon; undefined if it would not.
 *
 * @param known words that whoever guesses knows too
 */
export function weaknessOf(password: string, known: readonly string[]): string | undefined {
  const { guessesLog10, feedback, sequence } = estimator.check(password.normalize('NFKC'), [...known])
  if (guessesLog10 >= ENOUGH_GUESSES) return undefined
  if (sequence.some((part) => part.pattern === 'dictionary' && part.dictionaryName === KOREAN))
    return KINDS.similarToCommon
  return KINDS[feedback.warning ?? ''] ?? 'is too easy to guess'
}
