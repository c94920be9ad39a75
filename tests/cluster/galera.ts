import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { freePort } from '../support/free-port'
import { findMariadb, Mariadb, programFile } from '../support/mariadb'

const PROVIDERS = ['/usr/lib/galera', '/usr/lib64/galera', '/usr/lib64/galera-4', '/usr/lib/galera-4'].map(
  (folder) => `${folder}/libgalera_smm.so`,
)
const SYNCED = '4'
const SYNC_MS = 60_000

/** What is missing for a cluster on this machine; undefined: nothing. */
export function missingForGalera(): string | undefined {
  if (!findMariadb()) return 'install mariadb-server'
  if (!PROVIDERS.some(existsSync)) return 'install galera-4'
  return programFile('rsync') ? undefined : 'install rsync'
}

/** A node of a cluster on loopback. */
export class GaleraNode {
  private readonly provider = PROVIDERS.find(existsSync)!

  constructor(
    readonly server: Mariadb,
    private readonly ports: { cluster: number; copy: number; changes: number },
    private readonly members: () => string,
  ) {}

  get address(): string {
    return `127.0.0.1:${this.server.port}`
  }

  get member(): string {
    return `127.0.0.1:${this.ports.cluster}`
  }

  /** Starts the first node of a new cluster, or one that joins. */
  async start(first: boolean): Promise<void> {
    await this.server.start([...this.options(), ...(first ? ['--wsrep-new-cluster'] : [])])
    await this.synced()
  }

  /** Starts a node that was killed: it gets what it has missed. */
  async startAgain(): Promise<void> {
    const position = this.server.recoveredPosition(this.options())
    await this.server.start([...this.options(), `--wsrep-start-position=${position}`])
    await this.synced()
  }

  /** Waits until the node has everything and takes part again. */
  async synced(): Promise<void> {
    const until = Date.now() + SYNC_MS
    while ((await this.status('wsrep_local_state')) !== SYNCED || !(await this.ready())) {
      if (Date.now() > until) throw new Error(`${this.address} does not get in step`)
      await sleep(100)
    }
  }

  async ready(): Promise<boolean> {
    return (await this.status('wsrep_ready')) === 'ON'
  }

  private async status(name: string): Promise<string> {
    const connection = await createConnection({ socketPath: this.server.socket, user: 'root' })
    try {
      const [rows] = await connection.query<RowDataPacket[]>(`SHOW STATUS LIKE '${name}'`)
      return String(rows[0]?.Value)
    } finally {
      connection.destroy()
    }
  }

  private options(): string[] {
    const { cluster, copy, changes } = this.ports
    return [
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--wsrep-on=ON',
      `--wsrep-provider=${this.provider}`,
      `--wsrep-cluster-address=gcomm://${this.members()}`,
      `--wsrep-node-address=127.0.0.1:${cluster}`,
      '--wsrep-sst-method=rsync',
      `--wsrep-sst-receive-address=127.0.0.1:${copy}`,
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${cluster};ist.recv_addr=127.0.0.1:${changes};ist.recv_bind=127.0.0.1:${changes}`,
    ]
  }
}

/** A Galera cluster of three nodes, each a process of its own. */
export class GaleraCluster {
  private constructor(readonly nodes: readonly [GaleraNode, GaleraNode, GaleraNode]) {}

  static async start(): Promise<GaleraCluster> {
    const nodes: GaleraNode[] = []
    const members = () => nodes.map(({ member }) => member).join(',')
    for (let i = 0; i < 3; i++) {
      const server = new Mariadb(findMariadb()!, await freePort())
      const ports = { cluster: await freePort(), copy: await freePort(), changes: await freePort() }
      nodes.push(new GaleraNode(server, ports, members))
    }
    const cluster = new GaleraCluster(nodes as [GaleraNode, GaleraNode, GaleraNode])
    try {
      nodes[0]!.server.install()
      for (const [i, node] of nodes.entries()) await node.start(i === 0)
      return cluster
    } catch (error) {
      await cluster.drop()
      throw error
    }
  }

  /** A URL that tries the nodes in this order. */
  url(...order: number[]): string {
    return `mysql://root@${order.map((i) => this.nodes[i]!.address).join(',')}/flightsheet`
  }

  async drop(): Promise<void> {
    for (const { server } of this.nodes) await server.drop()
  }
}
