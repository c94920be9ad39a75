import { useCallback, useRef, useState } from 'react'
import {
  type ForecastFileDetail,
  type ForecastFileView,
  getForecast,
  type JobRunView,
  uploadForecast,
} from '../../../shared/contract/inventory'
import type { ApiClient } from '../../api/client'
import { followRun } from '../../api/runs'
import { sendFile } from '../../api/send-file'
import type { Failure } from '../../desk/failure'
import { failureOf } from '../../page/failure'
import { sheetsOf, type WorkbookSheet } from './workbook-sheets'

/** A file that was chosen, and how it is to be sent. */
export interface Choice {
  file: File
  /** Of a workbook with several; otherwise none. */
  sheets: readonly WorkbookSheet[]
  /** Blank: the service takes the first visible one with a forecast. */
  sheet: string
  complete: boolean
  /** Take it again even though nothing seems to have changed. */
  again: boolean
}

/** What is known of the file that is to be sent again. */
export type Expected = Pick<ForecastFileView, 'name' | 'size' | 'sheet' | 'complete'>

export type Sending =
  | { step: 'none'; expected: Expected | null; wrongKind?: string }
  | { step: 'chosen'; choice: Choice; expected: Expected | null; failure: Failure | null }
  | { step: 'uploading'; choice: Choice; part: number }
  | { step: 'running'; choice: Choice; run: JobRunView | null; runId: string; failure: Failure | null }
  | { step: 'over'; choice: Choice; run: JobRunView; file: ForecastFileDetail | null }

export interface SendingActions {
  sending: Sending
  choose(file: File): Promise<void>
  change(how: Partial<Choice>): void
  send(): Promise<void>
  /** Asks again for the state of a run that could not be asked for. */
  follow(): Promise<void>
  /** The file is in the way no more: another one can be chosen, or this one's other sheet. */
  clear(): void
  expect(file: Expected): void
}

const FORECAST = /\.(csv|txt|tsv|gz|xlsx|xlsm)$/i

/**
 * The file that is being sent. It lives as long as the page, so that looking at another view doesn't lose it.
 *
 * @param onOver called when a run has ended: the list of files has changed
 */
export function useSending(api: ApiClient, onOver: () => void): SendingActions {
  const [sending, setSending] = useState<Sending>({ step: 'none', expected: null })
  const now = useRef(sending)
  const show = useCallback((next: Sending) => {
    now.current = next
    setSending(next)
  }, [])
  const upload = useRef<AbortController | null>(null)

  const choose = async (file: File) => {
    const expected = 'expected' in now.current ? now.current.expected : null
    if (!FORECAST.test(file.name)) {
      show({ step: 'none', expected, wrongKind: file.name })
      return
    }
    const sheets = /\.xls[xm]$/i.test(file.name) ? await sheetsOf(file) : []
    const sheet = sheets.some(({ name }) => name === expected?.sheet) ? expected!.sheet! : ''
    const choice = {
      file,
      sheets: sheets.length > 1 ? sheets : [],
      sheet,
      complete: expected?.complete ?? false,
      again: expected !== null,
    }
    show({ step: 'chosen', choice, expected, failure: null })
  }

  const followTo = async (choice: Choice, runId: string) => {
    let last: JobRunView | null = null
    try {
      await followRun(api, runId, (run) => {
        last = run
        show({ step: 'running', choice, run, runId, failure: null })
        return undefined
      })
      const file = await api.call(getForecast, { params: { runId } }).catch(() => null)
      show({ step: 'over', choice, run: last!, file })
      onOver()
    } catch (error) {
      show({ step: 'running', choice, run: last, runId, failure: failureOf(error) })
    }
  }

  const send = async () => {
    const { current } = now
    if (current.step !== 'chosen') return
    const { choice } = current
    show({ step: 'uploading', choice, part: 0 })
    upload.current = new AbortController()
    const { sheet, again, complete } = choice
    const fields = {
      ...(sheet === '' ? {} : { sheet }),
      ...(again ? { again: 'true' } : {}),
      ...(complete ? { complete: 'true' } : {}),
    }
    try {
      const { runId } = await sendFile(api, uploadForecast, choice.file, fields, {
        progress: (part) => show({ step: 'uploading', choice, part }),
        signal: upload.current.signal,
      })
      await followTo(choice, runId)
    } catch (error) {
      // It may have been stopped by hand.
      if (now.current.step === 'uploading')
        show({ step: 'chosen', choice, expected: current.expected, failure: failureOf(error) })
    }
  }

  return {
    sending,
    choose,
    send,
    change: (how) => {
      const { current } = now
      if (current.step === 'chosen')
        show({ ...current, choice: { ...current.choice, ...how }, failure: null })
    },
    follow: async () => {
      const { current } = now
      if (current.step === 'running') await followTo(current.choice, current.runId)
    },
    clear: () => {
      const stopped = now.current
      show({ step: 'none', expected: null })
      if (stopped.step === 'uploading') upload.current?.abort()
    },
    expect: (expected) => show({ step: 'none', expected }),
  }
}
