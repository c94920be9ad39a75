import { itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'

interface Setting {
  key: string
}

/**
 * The client sends dates as text (`Date(0)`) and converts them back itself, so values are stored unchanged.
 */
export const settingType = new HostType<Setting>('Setting', {
  identity: ({ key }) => ({ _Id: key, Key: key }),
  properties: {
    key: { get: ({ key }) => key },
    value: {
      get: ({ key }, host) => host.state.settings.get(key),
      set: ({ key }, value, host) => {
        host.state.settings.set(key, value)
      },
    },
  },
  methods: {
    delete: ({ key }, _args, host) => {
      host.state.settings.delete(key)
      return null
    },
  },
})

export const settingsType = new HostType<Host>('SettingCollection', {
  items: (host) => [...host.state.settings.keys()].map((key) => settingType.of({ key })),
  item: (host, key) => {
    const setting = settingOrNull(host, key)
    if (!setting) throw itemNotFound(`setting ${key}`)
    return setting
  },
  methods: {
    add: (host, [key, value]) => {
      host.state.settings.set(String(key), value)
      return settingType.of({ key: String(key) })
    },
    getItemOrNullObject: (host, [key]) => settingOrNull(host, key),
    getCount: (host) => host.state.settings.size,
  },
})

function settingOrNull(host: Host, key: unknown): HostObject | null {
  return host.state.settings.has(String(key)) ? settingType.of({ key: String(key) }) : null
}
