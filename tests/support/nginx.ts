import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually'
import { freePort } from './free-port'

/** Whether nginx is installed, behind which the tests restart processes. */
export function findNginx(): boolean {
  return spawnSync('nginx', ['-v']).status === 0
}

/** nginx in front of processes of the service, set up as docs/operations.md says. */
export class Nginx {
  private constructor(
    readonly origin: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param ports of the processes */
  static async start(ports: readonly number[]): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'flightsheet-nginx-'))
    mkdirSync(join(folder, 'temp'))
    const port = await freePort()
    writeFileSync(join(folder, 'nginx.conf'), configurationOf(port, ports))
    const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'inherit' })
    const origin = `http://127.0.0.1:${port}`
    await eventually(async () => (await fetch(origin).catch(() => undefined)) !== undefined)
    return new Nginx(origin, child, folder)
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await ended
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function configurationOf(port: number, ports: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
worker_processes 1;
pid nginx.pid;
events {}
http {
  access_log off;
${temporary.map((kind) => `  ${kind}_temp_path temp/${kind};`).join('\n')}
  upstream flightsheet {
${ports.map((one) => `    server 127.0.0.1:${one} max_fails=0;`).join('\n')}
    keepalive 16;
    keepalive_timeout 500ms;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://flightsheet;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_next_upstream error http_503 non_idempotent;
    }
  }
}
`
}
