import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  outcome: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '8px',
    textAlign: 'center',
    paddingTop: '16px',
  },
  icon: { fontSize: '40px', lineHeight: 0 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  warn: { color: tokens.colorStatusWarningForeground3 },
})

/** The outcome of an action, in the middle of the view. */
export function Outcome(props: {
  icon: ReactNode
  tone: 'good' | 'bad' | 'warn'
  title: string
  next: string
}) {
  const styles = useStyles()
  return (
    <div className={styles.outcome} role={props.tone === 'good' ? 'status' : 'alert'}>
      <span className={mergeClasses(styles.icon, styles[props.tone])} aria-hidden>
        {props.icon}
      </span>
      <Text size={500} weight="semibold" align="center">
        {props.title}
      </Text>
      <Text align="center">{props.next}</Text>
    </div>
  )
}
