import { Tag } from '../page/status-tag'
import { useDashboard } from './context'
import { type Pace, TONES } from './pace'

/** How delivery stands to its plan, in a word and its colour; nothing when it is as planned. */
export function PaceTag({ pace }: { pace: Pace | null }) {
  const { words } = useDashboard()
  return pace && <Tag tone={TONES[pace]}>{words.paces[pace]}</Tag>
}
