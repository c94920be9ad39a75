import type { Host } from './host'
import { type HostProperty, HostType } from './host-type'

const NAMES = [
  'author',
  'category',
  'comments',
  'company',
  'keywords',
  'manager',
  'subject',
  'title',
] as const

/** The file's properties. */
export const propertiesType = new HostType<Host>('DocumentProperties', {
  properties: Object.fromEntries(
    NAMES.map((name): [string, HostProperty<Host>] => [
      name,
      {
        get: (host) => host.state.properties[name] ?? '',
        set: (host, value) => {
          host.state.properties[name] = String(value ?? '')
        },
      },
    ]),
  ),
})
