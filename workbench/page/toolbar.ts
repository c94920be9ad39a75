import type { RibbonCommand } from './manifest-commands'
import type { Preferences } from './preferences'
import type { Words } from './words'

export interface ToolbarActions {
  newWorkbook(): void
  open(file: File): void
  save(): void
  command(id: string): void
  togglePane(): void
  otherLanguage(): void
  toggleDark(): void
}

/** The bar above the grid, from left to right: the file, the add-in's ribbon commands, the appearance. */
export function toolbar(
  bar: HTMLElement,
  words: Words,
  preferences: Preferences,
  commands: readonly (RibbonCommand & { enabled: boolean })[],
  actions: ToolbarActions,
): void {
  const chooser = document.createElement('input')
  chooser.type = 'file'
  chooser.accept = '.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  chooser.hidden = true
  chooser.id = 'open-file'
  chooser.addEventListener('change', () => {
    const file = chooser.files?.[0]
    if (file) actions.open(file)
    chooser.value = ''
  })
  const brand = document.createElement('span')
  brand.className = 'brand'
  brand.textContent = 'Flightsheet'
  bar.replaceChildren(
    brand,
    button(words.newWorkbook, actions.newWorkbook),
    button(words.open, () => chooser.click()),
    button(words.save, actions.save),
    chooser,
    part('separator'),
    ...commands.map(({ id, label, tip, enabled }) => {
      const made = button(label, () => actions.command(id))
      made.className = 'command'
      made.title = tip
      made.dataset.command = id
      made.disabled = !enabled
      return made
    }),
    part('space'),
    button(words.pane, actions.togglePane),
    button(preferences.dark ? words.light : words.dark, actions.toggleDark),
    button(words.otherLanguage, actions.otherLanguage),
  )
}

function button(label: string, action: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = label
  made.addEventListener('click', action)
  return made
}

function part(className: string): HTMLElement {
  const made = document.createElement('span')
  made.className = className
  return made
}
