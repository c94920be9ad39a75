import type { Endpoint } from '../../shared/contract/endpoint'
import { type AnswerOf, type ApiClient, CallFailure } from './client'

/**
 * Sends a file as a form, with text fields beside it. It doesn't use fetch, which doesn't tell how much of a body is sent.
 *
 * @param progress is told the part that is sent, 0 to 1
 * @throws CallFailure; when the signal ends it, UNREACHABLE
 */
export function sendFile<E extends Endpoint>(
  api: ApiClient,
  endpoint: E,
  file: File,
  fields: Readonly<Record<string, string>>,
  { progress, signal }: { progress: (part: number) => void; signal: AbortSignal },
): Promise<AnswerOf<E>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return api.sendBy(
    endpoint,
    (address, headers) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        const away = () => reject(new CallFailure('UNREACHABLE', 'The file was not sent to its end'))
        request.open(endpoint.method.toUpperCase(), address)
        for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
        request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 1 : loaded / total)
        request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
        request.onerror = away
        request.onabort = away
        signal.addEventListener('abort', () => request.abort())
        request.send(form)
      }),
  )
}
