/** Messages between the workbench and the pane in its frame. */
export type PaneMessage =
  | { kind: 'office'; text: string }
  | { kind: 'pane'; visible: boolean }
  | { kind: 'ribbon'; input: unknown }
  | { kind: 'functions' }
  | { kind: 'commandDone'; id: string; error?: string }

export type ToPane =
  | { kind: 'office'; text: string }
  | { kind: 'command'; id: string }
  | { kind: 'visibility'; visible: boolean }
  | { kind: 'theme'; dark: boolean }

export function isPaneMessage(value: unknown): value is PaneMessage | ToPane {
  return typeof value === 'object' && value !== null && 'kind' in value
}
