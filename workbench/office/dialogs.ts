import type { DialogWindow, Surroundings } from './surroundings'

interface Result {
  status: 'succeeded' | 'failed'
  value?: unknown
  error?: { code: number; message: string; name: string }
}
type Handler = (argument: unknown) => void

/** Office's code for a dialog that a person has closed. */
const CLOSED = 12_006
const POPUP_BLOCKED = 12_009

/** `Office.context.ui`: a dialog is a window of its own that exchanges messages with its opener. */
export function dialogs(surroundings: Surroundings) {
  return {
    displayDialogAsync(url: string, second?: unknown, third?: (result: Result) => void): void {
      const options = (typeof second === 'object' && second !== null ? second : {}) as {
        width?: number
        height?: number
      }
      const callback = (typeof second === 'function' ? second : third) as
        | ((result: Result) => void)
        | undefined
      const opened = surroundings.openDialog(url, options)
      if (!opened) {
        const error = {
          code: POPUP_BLOCKED,
          name: 'Dialog',
          message: 'The dialog was blocked by the browser.',
        }
        callback?.({ status: 'failed', error })
        return
      }
      callback?.({ status: 'succeeded', value: dialog(opened) })
    },
    messageParent: (message: unknown) => surroundings.messageParent(String(message)),
    addHandlerAsync: (_type: unknown, _handler: Handler, callback?: (result: Result) => void) =>
      callback?.({ status: 'succeeded' }),
    openBrowserWindow: (url: string) => {
      surroundings.openDialog(url, {})
    },
  }
}

function dialog(opened: DialogWindow) {
  return {
    addEventHandler(type: string, handler: Handler): void {
      if (type === 'dialogMessageReceived')
        opened.onMessage((message, origin) => handler({ message, origin }))
      else if (type === 'dialogEventReceived') opened.onClosed(() => handler({ error: CLOSED }))
    },
    close: () => opened.close(),
    messageChild: (message: string) => opened.send(message),
  }
}
