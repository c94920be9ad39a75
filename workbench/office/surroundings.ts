/** What `Office` needs of the page around the pane; headless there is none. */
export interface Surroundings {
  /** `ko-KR` or `en-US`. */
  language: string
  dark: boolean
  showPane(): void
  hidePane(): void
  /** Tells whoever opened this page as a dialog. */
  messageParent(message: string): void
  openDialog(url: string, options: { width?: number; height?: number }): DialogWindow | null
  ribbonUpdated(input: unknown): void
}

export interface DialogWindow {
  onMessage(handler: (message: string, origin: string) => void): void
  onClosed(handler: () => void): void
  send(message: string): void
  close(): void
}
