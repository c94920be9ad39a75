import { Actions } from './actions'
import { AddIn } from './add-in'
import { isSetSupported } from './api-sets'
import { type ClientFunctions, supplyCustomFunctions } from './custom-functions'
import { dialogs } from './dialogs'
import { documentSettings } from './document-settings'
import type { Surroundings } from './surroundings'
import { officeTheme } from './theme'

const HOST = { host: 'Excel', platform: 'OfficeOnline' }

const ENUMS = {
  HostType: { Excel: 'Excel', Word: 'Word', PowerPoint: 'PowerPoint', Outlook: 'Outlook' },
  PlatformType: { PC: 'PC', OfficeOnline: 'OfficeOnline', Mac: 'Mac', iOS: 'iOS', Android: 'Android' },
  StartupBehavior: { none: 'None', load: 'Load' },
  VisibilityMode: { hidden: 'Hidden', taskpane: 'Taskpane' },
  AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
  EventType: {
    DialogMessageReceived: 'dialogMessageReceived',
    DialogEventReceived: 'dialogEventReceived',
    DialogParentMessageReceived: 'dialogParentMessageReceived',
    SettingsChanged: 'settingsChanged',
    OfficeThemeChanged: 'officeThemeChanged',
  },
}

export interface SuppliedOffice {
  actions: Actions
  addIn: AddIn
  setTheme(dark: boolean): void
}

export interface ClientGlobals {
  Office: unknown
  CustomFunctions: ClientFunctions
}

/**
 * The part of `Office` that Excel itself supplies and the client's file doesn't: onReady, context, pane,
 * ribbon. The client has an `Office` of its own with a `context` that can't be assigned to, so this object
 * takes its place and inherits from it.
 */
export function supplyOffice(globals: ClientGlobals, surroundings: Surroundings): SuppliedOffice {
  supplyCustomFunctions(globals.CustomFunctions, surroundings)
  const actions = new Actions()
  const addIn = new AddIn(surroundings)
  let theme = officeTheme(surroundings.dark)
  const context = {
    displayLanguage: surroundings.language,
    contentLanguage: surroundings.language,
    host: HOST.host,
    platform: HOST.platform,
    diagnostics: { ...HOST, version: '16.0.0.0' },
    requirements: { isSetSupported },
    ui: dialogs(surroundings),
    document: { settings: documentSettings(), mode: 'readWrite', url: '' },
    commerceAllowed: false,
    touchEnabled: false,
    get officeTheme() {
      return theme
    },
  }
  const office = {
    ...ENUMS,
    context,
    addin: addIn,
    actions: { associate: actions.associate },
    ribbon: {
      requestUpdate: async (input: unknown) => surroundings.ribbonUpdated(input),
      requestCreateControls: async () => undefined,
    },
    onReady: async (callback?: (info: typeof HOST) => unknown) => {
      await callback?.({ ...HOST })
      return { ...HOST }
    },
    initialize: () => undefined,
    isSetSupported,
  }
  globals.Office = Object.create(globals.Office as object, Object.getOwnPropertyDescriptors(office))
  return {
    actions,
    addIn,
    setTheme: (dark) => {
      theme = officeTheme(dark)
    },
  }
}
