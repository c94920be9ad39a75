import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Endpoint } from '../../shared/contract/endpoint'
import type { Failure } from '../desk/failure'
import { failureOf } from '../page/failure'
import { FailureBar } from '../page/failure-bar'
import { saveFile } from '../ui/save-file'
import { useDashboard } from './context'

interface ExportButtonsProps {
  what: string
  csv: Endpoint
  xlsx: Endpoint
  query: Readonly<Record<string, string>>
}

/** Buttons that download all figures of a panel, with the current filters. */
export function ExportButtons({ what, csv, xlsx, query }: ExportButtonsProps) {
  const { api, words } = useDashboard()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const download = async (endpoint: Endpoint) => {
    setBusy(true)
    setFailure(null)
    try {
      const { name, blob } = await api.file(endpoint, { query } as never)
      saveFile(name, blob)
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const button = (format: string, endpoint: Endpoint) => (
    <Button
      size="small"
      appearance="subtle"
      icon={<ArrowDownloadRegular />}
      disabled={busy}
      aria-label={words.export(format, what)}
      title={words.export(format, what)}
      onClick={() => void download(endpoint)}
    >
      {format}
    </Button>
  )
  return (
    <div className="exports">
      {failure && <FailureBar failure={failure} words={words} />}
      {button('CSV', csv)}
      {button('Excel', xlsx)}
    </div>
  )
}
