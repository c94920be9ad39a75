/** The story can't go on: the message is the sentence that the person at the terminal reads. */
export class DemoStop extends Error {
  override readonly name = 'DemoStop'
}

/** @throws DemoStop when a promise of the service does not hold */
export function prove(holds: boolean, claim: string): void {
  if (!holds) throw new DemoStop(`Not true, though the service promises it: ${claim}.`)
}
