/** The demo can't continue; the message is shown to the user in the terminal. */
export class DemoStop extends Error {
  override readonly name = 'DemoStop'
}

/** @throws DemoStop when the claim is false */
export function prove(holds: boolean, claim: string): void {
  if (!holds) throw new DemoStop(`Not true, though the service promises it: ${claim}.`)
}
