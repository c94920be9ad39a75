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
  found: { maxHeight: '264px', overflowY: 'auto', paddingRight: '4px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  options: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    paddingLeft: '24px',
    paddingBottom: '8px',
  },
  checks: { display: 'flex', flexWrap: 'wrap', margin: 0, padding: 0, border: 'none', minInlineSize: 'auto' },
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    alignItems: 'flex-start',
    padding: '12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  bad: { color: tokens.colorPaletteRedForeground1 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  choice: { marginLeft: '-8px', '& > label': { color: tokens.colorNeutralForeground1 } },
  all: { alignSelf: 'flex-start', marginLeft: '-8px' },
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
})
