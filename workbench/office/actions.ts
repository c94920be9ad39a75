export type Command = (event: { source: { id: string }; completed(): void }) => unknown

/** A command that never calls `completed` fails after this time, as Excel gives up too. */
const LIMIT_MS = 5 * 60 * 1000

/** Functions of the ribbon and the context menu, by the id the manifest gives them. */
export class Actions {
  #commands = new Map<string, Command>()
  /** Calls of a command that isn't registered yet: the add-in's page may still be loading. */
  #waiting = new Map<string, ((command: Command) => void)[]>()

  associate = (id: string, command: Command): void => {
    this.#commands.set(id, command)
    for (const go of this.#waiting.get(id) ?? []) go(command)
    this.#waiting.delete(id)
  }

  /** Resolves when the command calls `completed`, rejects when it fails or takes too long. */
  async run(id: string): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${id} did not call event.completed() within ${LIMIT_MS / 60_000} minutes`)),
        LIMIT_MS,
      )
    })
    try {
      await Promise.race([this.#run(id), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async #run(id: string): Promise<void> {
    const command = this.#commands.get(id) ?? (await this.#wait(id))
    await new Promise<void>((resolve, reject) => {
      const event = { source: { id }, completed: resolve }
      Promise.resolve()
        .then(() => command(event))
        .catch(reject)
    })
  }

  #wait(id: string): Promise<Command> {
    return new Promise((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve])
    })
  }
}
