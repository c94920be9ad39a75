import { Button, Checkbox, Field, ProgressBar, Select } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../desk/failure'
import { FailureBar } from '../../page/failure-bar'
import { Message } from '../../page/message'
import type { Place } from '../address'
import { useOperator } from '../context'
import { FileOutcome } from './outcome'
import type { Choice, Expected, Sending, SendingActions } from './sending'
import { sizeText } from './size-text'

/** The panel in which a file is chosen, sent and followed to its outcome. */
export function SendFile({ actions, onGo }: { actions: SendingActions; onGo(to: Partial<Place>): void }) {
  const { words } = useOperator()
  const { sending } = actions
  return (
    <section className="panel wide" aria-labelledby="send-file">
      <header>
        <h2 id="send-file">{words.files.send}</h2>
      </header>
      {sending.step === 'none' && <DropArea actions={actions} {...sending} />}
      {sending.step === 'chosen' && <Chosen actions={actions} {...sending} />}
      {(sending.step === 'uploading' || sending.step === 'running') && (
        <Progress actions={actions} sending={sending} />
      )}
      {sending.step === 'over' && <Over actions={actions} sending={sending} onGo={onGo} />}
    </section>
  )
}

function DropArea(props: { actions: SendingActions; expected: Expected | null; wrongKind?: string }) {
  const { words } = useOperator()
  const { actions, expected, wrongKind } = props
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  // The browser still takes this for the user's own click on "send again".
  useEffect(() => {
    if (expected) input.current?.click()
  }, [expected])
  const drag = (is: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(is)
  }
  return (
    <>
      {wrongKind !== undefined && <Message intent="error" title={words.files.wrongKind(wrongKind)} />}
      {expected && (
        <Message intent="info" title={words.files.expected(expected.name, sizeText(expected.size))}>
          {words.files.expectedWhy}
        </Message>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={`drop ${over ? 'over' : ''}`}
        onDragOver={drag(true)}
        onDragEnter={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event)
          const [file] = event.dataTransfer.files
          if (file) void actions.choose(file)
        }}
      >
        <ArrowUploadRegular fontSize={32} aria-hidden />
        <p>{words.files.drop}</p>
        <Button appearance="primary" onClick={() => input.current?.click()}>
          {words.files.button}
        </Button>
        <small>{words.files.or}</small>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,.gz,.xlsx,.xlsm"
          onChange={({ target }) => {
            const [file] = target.files ?? []
            // The same file can be chosen again.
            target.value = ''
            if (file) void actions.choose(file)
          }}
        />
      </div>
    </>
  )
}

function Chosen(props: { actions: SendingActions } & Extract<Sending, { step: 'chosen' }>) {
  const { words } = useOperator()
  const { actions, choice, expected, failure } = props
  const { file, sheets, sheet, complete, again } = choice
  const said = words.files
  const isOther = expected !== null && (expected.name !== file.name || expected.size !== file.size)
  return (
    <form
      className="chosen"
      onSubmit={(event) => {
        event.preventDefault()
        void actions.send()
      }}
    >
      {failure && (
        <FailureBar
          failure={failure}
          words={words}
          also={failure.code === 'FORECAST_FILE_INVALID' ? detailOf(failure) : undefined}
        />
      )}
      {isOther && <Message intent="info" title={said.different(expected.name, sizeText(expected.size))} />}
      <p className="file">
        <strong>{file.name}</strong> {sizeText(file.size)}
      </p>
      {sheets.length > 0 && (
        <Field label={said.sheet}>
          <Select value={sheet} onChange={(_, { value }) => actions.change({ sheet: value })}>
            <option value="">{said.firstSheet}</option>
            {sheets.map(({ name, hidden }) => (
              <option key={name} value={name}>
                {hidden ? said.hidden(name) : name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div>
        <Checkbox
          label={said.complete}
          checked={complete}
          aria-describedby="complete-means"
          onChange={(_, { checked }) => actions.change({ complete: checked === true })}
        />
        <small id="complete-means">{said.completeMeans}</small>
      </div>
      <Checkbox
        label={said.again}
        checked={again}
        onChange={(_, { checked }) => actions.change({ again: checked === true })}
      />
      <div className="buttons">
        <Button appearance="primary" type="submit">
          {said.submit}
        </Button>
        <Button type="button" onClick={actions.clear}>
          {said.other}
        </Button>
      </div>
    </form>
  )
}

function Progress(props: {
  actions: SendingActions
  sending: Extract<Sending, { step: 'uploading' | 'running' }>
}) {
  const { words, numbers } = useOperator()
  const { actions, sending } = props
  const said = words.files
  if (sending.step === 'running' && sending.failure)
    return <FailureBar failure={sending.failure} words={words} onRetry={() => void actions.follow()} />
  const { part, text } = progressOf(sending)
  return (
    <div className="progress" role="status">
      <p className="file">
        <strong>{sending.choice.file.name}</strong>
      </p>
      <p>{text}</p>
      <ProgressBar {...(part === undefined ? {} : { value: part })} aria-label={text} />
      {sending.step === 'uploading' ? (
        <div className="buttons">
          <Button onClick={actions.clear}>{said.stop}</Button>
        </div>
      ) : (
        <small>{said.leave}</small>
      )}
    </div>
  )

  function progressOf(at: typeof sending): { part?: number; text: string } {
    if (at.step === 'uploading') return { part: at.part, text: said.uploading(numbers.percent(at.part)) }
    const { run } = at
    if (run?.waitsFor) return { text: said.waits(run.waitsFor.job) }
    if (!run || run.status === 'QUEUED') return { text: said.queued }
    const { done, total } = run.progress
    const part = total === 0 ? 0 : done / total
    return { part, text: said.reading(numbers.percent(part)) }
  }
}

function Over(props: {
  actions: SendingActions
  sending: Extract<Sending, { step: 'over' }>
  onGo(to: Partial<Place>): void
}) {
  const { words } = useOperator()
  const { actions, sending, onGo } = props
  const { run, file, choice } = sending
  const said = words.files
  const { name } = choice.file
  const refusedAll = file?.outcome != null && file.outcome.accepted === 0 && file.outcome.rejected > 0
  const sendSheet = (sheet: string) => void sendAgain(actions, choice, { sheet })
  return (
    <>
      {run.status === 'SUCCEEDED' && (
        <Message
          intent={refusedAll ? 'error' : 'success'}
          title={refusedAll ? said.allRefusedOf(name) : said.over(name)}
        />
      )}
      {run.status === 'CANCELED' && <Message intent="error" title={said.canceled(name)} />}
      {run.status === 'FAILED' && (
        <Message intent="error" title={said.failed(name)}>
          {said.failedNext} {run.error?.detail}
        </Message>
      )}
      {file?.outcome && (
        <FileOutcome runId={file.runId} outcome={file.outcome} onSheet={sendSheet} onGo={onGo} />
      )}
      <div className="buttons">
        <Button onClick={actions.clear}>{said.next}</Button>
      </div>
    </>
  )
}

/** The service's own sentence about a file, which says what is wrong with it. */
function detailOf(failure: Failure): string | undefined {
  return 'detail' in failure ? failure.detail : undefined
}

/** The same file, in another way. */
async function sendAgain(actions: SendingActions, choice: Choice, how: Partial<Choice>): Promise<void> {
  await actions.choose(choice.file)
  actions.change({ complete: choice.complete, ...how })
  await actions.send()
}
