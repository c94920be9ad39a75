import type { Surroundings } from './surroundings'

type Answer = (...values: unknown[]) => unknown

/** How the client hands a call to a function; its setters send the result to the host. */
interface Invocation {
  setResult(value: unknown): void
  setError(error: unknown): void
}

/** The part of `CustomFunctions` that is in the client's file. */
export interface ClientFunctions {
  setCustomFunctionInvoker(invoker: {
    invoke(name: string, values: unknown[], invocation: Invocation): void
  }): void
  associate?(idOrMap: string | Record<string, Answer>, answer?: Answer): void
}

/** Supplies `CustomFunctions.associate`, which is in Microsoft's loader and not in the client's file. */
export function supplyCustomFunctions(client: ClientFunctions, surroundings: Surroundings): void {
  const answers = new Map<string, Answer>()
  client.associate = (idOrMap, answer) => {
    const all = typeof idOrMap === 'string' ? { [idOrMap]: answer! } : idOrMap
    for (const [id, one] of Object.entries(all)) answers.set(id.toUpperCase(), one)
    surroundings.functionsAssociated()
  }
  client.setCustomFunctionInvoker({
    invoke: (name, values, invocation) => {
      const answer = answers.get(name.toUpperCase())
      if (!answer) return invocation.setError(new Error(`${name} is not associated`))
      const failed = (error: unknown) => invocation.setError(error)
      try {
        Promise.resolve(answer(...values, invocation)).then((value) => {
          // A function that streams returns nothing; it calls setResult itself.
          if (value !== undefined) invocation.setResult(value)
        }, failed)
      } catch (error) {
        failed(error)
      }
    },
  })
}
