import { useEffect, useState } from 'react'
import { signInOptions } from '../../shared/contract/accounts'
import type { AnswerOf, ApiClient } from '../api/client'

export type SignInOptions = AnswerOf<typeof signInOptions>

/** How one may sign in; undefined until the service has said so. Without an answer the form's own call says what is wrong. */
export function useSignInOptions(api: ApiClient): SignInOptions | undefined {
  const [options, setOptions] = useState<SignInOptions>()
  useEffect(() => {
    let left = false
    api
      .call(signInOptions, {})
      .then((answer) => left || setOptions(answer))
      .catch(() => undefined)
    return () => {
      left = true
    }
  }, [api])
  return options
}
