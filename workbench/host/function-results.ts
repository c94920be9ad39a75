import type { InvocationResult } from './custom-functions'
import type { Host } from './host'
import { HostType } from './host-type'

/** Where the client sends the results of the add-in's functions. */
export const customFunctionsType = new HostType<Host>('CustomFunctions', {
  methods: {
    setInvocationResults: (host, [results]) => {
      host.customFunctions.take(results as InvocationResult[])
      return null
    },
  },
})
