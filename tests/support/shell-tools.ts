import { spawnSync } from 'node:child_process'

/** Whether a terminal has what the integrator's guide uses: bash, jq, and curl with `--json`. */
export function findShellTools(): boolean {
  return ['bash --version', 'jq --version', 'curl --json {} --version'].every((command) => {
    const [program, ...args] = command.split(' ')
    return spawnSync(program!, args).status === 0
  })
}
