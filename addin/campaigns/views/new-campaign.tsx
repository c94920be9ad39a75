import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { failureOf } from '../../desk/desk'
import type { Failure } from '../../desk/failure'
import { Frame } from '../../ui/frame'
import { FailureNotice } from '../../ui/notice'
import { usePane } from '../../ui/pane-context'
import { createCampaign, loadCampaigns, type NewCampaign, openCampaignById } from '../campaigns'
import { CampaignForm } from './campaign-form'

export function NewCampaignForm({ onClose }: { onClose: () => void }) {
  const { desk, words } = usePane()
  const texts = words.newCampaign
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  const create = async (fields: NewCampaign) => {
    setSending(true)
    setFailure(null)
    try {
      const campaign = await createCampaign(desk, fields)
      void loadCampaigns(desk)
      await openCampaignById(desk, campaign.id)
    } catch (error) {
      setFailure(failureOf(error))
      setSending(false)
    }
  }

  return (
    <Frame
      title={texts.title}
      onBack={onClose}
      busy={sending}
      footer={
        <Button appearance="primary" type="submit" form="new-campaign" disabled={sending}>
          {sending ? texts.submitting : texts.submit}
        </Button>
      }
    >
      {failure && <FailureNotice failure={failure} />}
      <CampaignForm id="new-campaign" onSubmit={(fields) => void create(fields)} />
    </Frame>
  )
}
