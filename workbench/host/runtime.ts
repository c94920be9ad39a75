import type { Host } from './host'
import { HostType } from './host-type'

export const runtimeType = new HostType<Host>('Runtime', {
  properties: {
    enableEvents: {
      get: (host) => host.events.enabled,
      set: (host, value) => {
        host.events.enabled = value === true
      },
    },
  },
})
