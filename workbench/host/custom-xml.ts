import { itemNotFound } from './errors'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'

interface Part {
  id: string
}

const partType = new HostType<Part>('CustomXmlPart', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    namespaceUri: { get: ({ id }, host) => namespaceOf(host.state.customXml.get(id) ?? '') },
  },
  methods: {
    getXml: ({ id }, _args, host) => host.state.customXml.get(id) ?? '',
    setXml: ({ id }, [xml], host) => {
      host.state.customXml.set(id, String(xml))
      return null
    },
    delete: ({ id }, _args, host) => {
      host.state.customXml.delete(id)
      return null
    },
  },
})

const scopedPartsType = new HostType<string>('CustomXmlPartScopedCollection', {
  items: (namespace, host) => partsOf(host, namespace),
  methods: {
    getCount: (namespace, _args, host) => partsOf(host, namespace).length,
    getOnlyItem: (namespace, _args, host) => {
      const [only, ...more] = partsOf(host, namespace)
      if (!only || more.length > 0) throw itemNotFound(`the only custom XML part of ${namespace}`)
      return only
    },
    getOnlyItemOrNullObject: (namespace, _args, host) => {
      const parts = partsOf(host, namespace)
      return parts.length === 1 ? parts[0]! : null
    },
  },
})

export const customXmlPartsType = new HostType<Host>('CustomXmlPartCollection', {
  items: (host) => [...host.state.customXml.keys()].map((id) => partType.of({ id })),
  item: (host, id) => {
    if (!host.state.customXml.has(String(id))) throw itemNotFound(`custom XML part ${id}`)
    return partType.of({ id: String(id) })
  },
  methods: {
    add: (host, [xml]) => {
      const id = `{${crypto.randomUUID().toUpperCase()}}`
      host.state.customXml.set(id, String(xml))
      return partType.of({ id })
    },
    getCount: (host) => host.state.customXml.size,
    getByNamespace: (_host, [namespace]) => scopedPartsType.of(String(namespace)),
    getItemOrNullObject: (host, [id]) =>
      host.state.customXml.has(String(id)) ? partType.of({ id: String(id) }) : null,
  },
})

function partsOf(host: Host, namespace: string): HostObject[] {
  return [...host.state.customXml]
    .filter(([, xml]) => namespaceOf(xml) === namespace)
    .map(([id]) => partType.of({ id }))
}

function namespaceOf(xml: string): string {
  return /<[^?!][^>]*?\sxmlns(?::\w+)?=(["'])(.*?)\1/.exec(xml)?.[2] ?? ''
}
