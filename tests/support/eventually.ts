import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until a condition holds.
 *
 * @param state the present state, for the message when it never holds
 */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  state: () => unknown = () => '',
  limitMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + limitMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it never was so: ${JSON.stringify(await state())}`)
    await sleep(20)
  }
}
