import manifest from '../../manifest.xml'
import type { Language } from '../../shared/language'

export interface RibbonCommand {
  id: string
  /** The ids of its controls in the manifest. */
  controls: string[]
  label: string
  tip: string
}

/** Reads the ribbon's buttons from the manifest, so that the workbench shows the same ones as Excel. */
export function ribbonCommands(language: Language): RibbonCommand[] {
  const document = new DOMParser().parseFromString(manifest, 'text/xml')
  const words = new Map<string, string>()
  for (const text of elements(document, 'String')) {
    const override = elements(text, 'Override').find((each) => each.getAttribute('Locale') === 'en-US')
    const value = (language === 'en' && override?.getAttribute('Value')) || text.getAttribute('DefaultValue')
    words.set(text.getAttribute('id') ?? '', value ?? '')
  }
  const commands = new Map<string, RibbonCommand>()
  for (const control of elements(document, 'Control')) {
    const [name] = elements(control, 'FunctionName')
    const id = name?.textContent?.trim()
    const controlId = control.getAttribute('id') ?? ''
    commands.get(id ?? '')?.controls.push(controlId)
    if (!id || commands.has(id)) continue
    const word = (tag: string) => words.get(elements(control, tag)[0]?.getAttribute('resid') ?? '') ?? ''
    commands.set(id, { id, controls: [controlId], label: word('Label') || id, tip: word('Description') })
  }
  return [...commands.values()]
}

/** The name that stands before the add-in's functions in formulas, and where their metadata is. */
export function functionsOfManifest(): { namespace: string; metadata: string } {
  const document = new DOMParser().parseFromString(manifest, 'text/xml')
  const resources = [...elements(document, 'String'), ...elements(document, 'Url')]
  const valueNamed = (element: Element | undefined) =>
    resources
      .find((one) => one.getAttribute('id') === element?.getAttribute('resid'))
      ?.getAttribute('DefaultValue') ?? ''
  const [metadata] = elements(elements(document, 'Metadata')[0]!, 'SourceLocation')
  return {
    namespace: valueNamed(elements(document, 'Namespace')[0]),
    metadata: new URL(valueNamed(metadata)).pathname,
  }
}

function elements(within: Document | Element, name: string): Element[] {
  return [...within.getElementsByTagNameNS('*', name)]
}
