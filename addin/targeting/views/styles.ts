import { makeStyles, tokens } from '@fluentui/react-components'

export const useTargetingStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '4px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
  },
  name: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  choice: { marginLeft: '-8px', '& > label': { color: tokens.colorNeutralForeground1 } },
  all: { alignSelf: 'flex-start', marginLeft: '-8px' },
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
})
