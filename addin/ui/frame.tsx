import { Button, makeStyles, mergeClasses, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'
import { type ReactNode, useRef } from 'react'
import { useEscape, useFocusOnArrival } from './focus'
import { usePane } from './pane-context'

const useStyles = makeStyles({
  frame: {
    display: 'flex',
    flexDirection: 'column',
    height: '100vh',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minHeight: '48px',
    padding: '4px 8px 4px 16px',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  headerBack: { paddingLeft: '8px' },
  titles: { flexGrow: 1, minWidth: 0 },
  title: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    outline: 'none',
  },
  doing: { display: 'block', color: tokens.colorNeutralForeground3, ':empty': { display: 'none' } },
  progress: { height: '2px', flexShrink: 0 },
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: '16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    // The body scrolls, so its children must not shrink.
    '& > *': { flexShrink: 0 },
  },
  footer: {
    flexShrink: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: '12px 16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
})

interface FrameProps {
  title: string
  onBack?: () => void
  actions?: ReactNode
  footer?: ReactNode
  /** Shows a moving progress line below the header. */
  busy?: boolean
  children: ReactNode
}

/** The frame of every view: title, contents, and the possible actions at the bottom. */
export function Frame({ title, onBack, actions, footer, busy, children }: FrameProps) {
  const styles = useStyles()
  const { words, state } = usePane()
  const frame = useRef<HTMLDivElement>(null)
  const pressed = useFocusOnArrival(frame, title)
  useEscape(onBack)
  return (
    <div ref={frame} className={styles.frame} onClickCapture={pressed}>
      <header className={mergeClasses(styles.header, onBack && styles.headerBack)}>
        {onBack && (
          <Button appearance="subtle" icon={<ArrowLeftRegular />} aria-label={words.back} onClick={onBack} />
        )}
        <div className={styles.titles}>
          <h1 tabIndex={-1} className={styles.title} title={title}>
            {title}
          </h1>
          <Text role="status" size={200} className={styles.doing}>
            {state.busy && words.busy[state.busy]}
          </Text>
        </div>
        {actions}
      </header>
      <div className={styles.progress}>{busy && <ProgressBar thickness="medium" shape="square" />}</div>
      <main className={styles.body}>{children}</main>
      {footer && <footer className={styles.footer}>{footer}</footer>}
    </div>
  )
}

const useEmptyStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: '8px',
    padding: '32px 16px',
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '32px', color: tokens.colorBrandForeground1, lineHeight: 0 },
  action: { marginTop: '8px' },
})

/** Shown when there is nothing yet: what that means, and the one action to take. */
export function Empty(props: { icon: ReactNode; title: string; next: string; action?: ReactNode }) {
  const styles = useEmptyStyles()
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {props.icon}
      </span>
      <Text weight="semibold" size={400} align="center">
        {props.title}
      </Text>
      <Text align="center">{props.next}</Text>
      {props.action && <div className={styles.action}>{props.action}</div>}
    </div>
  )
}
