/** What `Office` needs from the page around the pane; the headless workbench has no page. */
export interface Surroundings {
  /** `ko-KR` or `en-US`. */
  language: string
  dark: boolean
  showPane(): void
  hidePane(): void
  /** Sends a message to the page that opened this one as a dialog. */
  messageParent(message: string): void
  openDialog(url: string, options: { width?: number; height?: number }): DialogWindow | null
  ribbonUpdated(input: unknown): void
  /** The add-in has said which code answers the functions of the sheet. */
  functionsAssociated(): void
}

export interface DialogWindow {
  onMessage(handler: (message: string, origin: string) => void): void
  onClosed(handler: () => void): void
  send(message: string): void
  close(): void
}
