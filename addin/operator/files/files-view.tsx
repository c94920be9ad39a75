import type { Place } from '../address'
import { FileHistory } from './history'
import { SendFile } from './send-file'
import type { SendingActions } from './sending'

interface FilesViewProps {
  actions: SendingActions
  /** Grows when a file was taken. */
  taken: number
  onGo(to: Partial<Place>): void
}

/** Forecast files: sending one, what came of it, and those that were taken before. */
export function FilesView({ actions, taken, onGo }: FilesViewProps) {
  const { step } = actions.sending
  const isBusy = step === 'uploading' || step === 'running'
  return (
    <>
      <SendFile actions={actions} onGo={onGo} />
      <FileHistory taken={taken} onGo={onGo} onResend={isBusy ? undefined : actions.expect} />
    </>
  )
}
