import { Button, ProgressBar } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { type JobRunView, listJobRuns, startJob } from '../../../shared/contract/inventory'
import { CallFailure } from '../../api/client'
import { followRun, isOver } from '../../api/runs'
import type { Failure } from '../../desk/failure'
import { LOADS, type LoadJob } from '../../desk/state/inventory'
import { failureOf } from '../../page/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import { loadText, outcomeOf } from '../../words/load-text'
import { useOperator } from '../context'

interface Load {
  job: LoadJob
  run: JobRunView | null
  failure: Failure | null
}

/** Starts a load of a month and follows it; one that runs already is followed instead. */
export function useLoad(month: string, onLoaded: () => void) {
  const { api } = useOperator()
  const [load, setLoad] = useState<Load | null>(null)
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  const start = async (job: LoadJob) => {
    setLoad({ job, run: null, failure: null })
    try {
      let runId: string | undefined
      try {
        runId = (await api.call(startJob, { params: { job }, body: { month } })).runId
      } catch (error) {
        if (!(error instanceof CallFailure) || error.code !== 'JOB_ALREADY_RUNNING') throw error
        const { items } = await api.call(listJobRuns, { query: { job, limit: 50 } })
        runId = items.find((run) => run.month === month && !isOver(run))?.id
        if (runId === undefined) throw error
      }
      let last: JobRunView | undefined
      await followRun(api, runId, (run) => {
        if (left.current) return false
        last = run
        setLoad({ job, run, failure: null })
        return undefined
      })
      if (last?.status === 'SUCCEEDED') onLoaded()
    } catch (error) {
      if (!left.current) setLoad((before) => ({ job, run: before?.run ?? null, failure: failureOf(error) }))
    }
  }
  const running = load !== null && load.failure === null && (load.run === null || !isOver(load.run))
  return { load, running, start }
}

/** The two loads of a month, with progress and result. */
export function Loads({ month, onLoaded, onRisk }: { month: string; onLoaded(): void; onRisk(): void }) {
  const { words } = useOperator()
  const texts = words.inventory
  const { load, running, start } = useLoad(month, onLoaded)
  return (
    <>
      {LOADS.map((job) => (
        <Button key={job} title={texts.loadHint[job]} disabled={running} onClick={() => void start(job)}>
          {texts.load[job]}
        </Button>
      ))}
      {load && <LoadLine load={load} month={month} onAgain={() => void start(load.job)} onRisk={onRisk} />}
    </>
  )
}

interface LoadLineProps {
  load: Load
  month: string
  onAgain(): void
  onRisk(): void
}

export function LoadLine({ load: { job, run, failure }, month, onAgain, onRisk }: LoadLineProps) {
  const { words } = useOperator()
  const texts = words.inventory
  const name = texts.loadOf(texts.load[job], month)
  if (failure) return <FailureBar failure={failure} words={words} onRetry={onAgain} />
  if (run && isOver(run)) {
    const risks = outcomeOf(run).atRisk?.rows ?? 0
    const intent = run.status !== 'SUCCEEDED' ? 'error' : risks > 0 ? 'warning' : 'success'
    return (
      <Message
        className="line"
        intent={intent}
        title={`${name}: ${texts.loadStatuses[run.status]}`}
        actions={risks > 0 && <Button onClick={onRisk}>{words.views.risk}</Button>}
      >
        {run.status === 'SUCCEEDED' ? (
          loadText(run, texts)
        ) : (
          <>
            <span lang="en">{run.error?.detail}</span> {texts.loadFailedNext}
          </>
        )}
      </Message>
    )
  }
  const { done, total } = run?.progress ?? { done: 0, total: 0 }
  return (
    <div className="line" role="status">
      {name}: {texts.loadStatuses[run?.status ?? 'QUEUED']} {total > 0 && texts.progress(done, total)}
      {run?.waitsFor && <small>{texts.loadWaits(run.waitsFor.job)}</small>}
      <ProgressBar aria-label={name} {...(total > 0 ? { value: done / total } : {})} />
    </div>
  )
}
