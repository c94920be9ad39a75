import shortcuts from '../../shortcuts.json'

interface Pressed {
  code: string
  ctrlKey: boolean
  altKey: boolean
  shiftKey: boolean
  metaKey: boolean
}

/** The command whose key combination was pressed, as Excel runs it; undefined: none. */
export function commandOf(pressed: Pressed): string | undefined {
  return shortcuts.shortcuts.find(({ key }) => isPressed(key.default, pressed))?.action
}

function isPressed(combination: string, { code, ctrlKey, altKey, shiftKey, metaKey }: Pressed): boolean {
  const parts = combination.split('+')
  const has = (name: string) => parts.includes(name)
  return (
    code === `Key${parts.at(-1)}` &&
    ctrlKey === has('Ctrl') &&
    altKey === has('Alt') &&
    shiftKey === has('Shift') &&
    !metaKey
  )
}
