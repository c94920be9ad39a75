import { createConnection } from 'mysql2/promise'
import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium'
import { findLibreOffice } from './libreoffice'
import { findNginx } from './nginx'
import { findOpenssl } from './openssl'
import { findPython } from './python'
import { redisAnswers } from './redis'
import { findShellTools } from './shell-tools'
import { findSpecmatic } from './specmatic'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `mysql://user:password@host:port` of a server that answers, or null. */
    mysqlServer: string | null
    /** `redis://host:port` of a server that answers, or null. */
    redisServer: string | null
  }
}

const MYSQL = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306'
const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'

/**
 * Finds the programs and servers that some tests need. One line lists what is missing; with
 * TEST_REQUIRE_ALL=1 this is an error, so that no test is skipped where all are meant to run.
 */
export default async function requirements(project: TestProject): Promise<void> {
  const missing: string[] = []
  const mysql = (await answers(MYSQL)) ? MYSQL : null
  if (!mysql) {
    missing.push(
      `MySQL: skipped; start MySQL or MariaDB and set TEST_MYSQL_URL (tried ${MYSQL.split('@').at(-1)})`,
    )
  }
  const redis = (await redisAnswers(REDIS)) ? REDIS : null
  if (!redis)
    missing.push(`Redis: skipped; start Redis and set TEST_REDIS_URL (tried ${REDIS.split('@').at(-1)})`)
  if (!findLibreOffice()) missing.push('LibreOffice: recalculation skipped; install libreoffice-calc')
  if (!findChromium())
    missing.push('Chromium: browser tests skipped; install Chromium or set CHROMIUM to its program')
  if (!findOpenssl()) missing.push('OpenSSL: HTTPS skipped; install openssl')
  if (!findNginx()) missing.push('nginx: restarts behind it skipped; install nginx')
  if (!findShellTools())
    missing.push('bash, curl 7.82 or jq: the commands of the integrator’s guide skipped; install curl and jq')
  for (const line of missing) console.log(`[skipped] ${line}`)
  // Never required: it only writes further workbooks to be read.
  if (!findPython())
    console.log('[skipped] Python: its workbooks skipped; install python3-openpyxl and python3-xlsxwriter')
  if (!findSpecmatic())
    console.log(
      '[skipped] Specmatic: skipped; it needs Java 17 and `npm install --no-save specmatic`, or SPECMATIC_JAR',
    )
  if (missing.length > 0 && process.env.TEST_REQUIRE_ALL === '1') {
    throw new Error(`TEST_REQUIRE_ALL is set, but:\n${missing.join('\n')}`)
  }
  project.provide('mysqlServer', mysql)
  project.provide('redisServer', redis)
}

async function answers(url: string): Promise<boolean> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2000 })
    await connection.end()
    return true
  } catch {
    return false
  }
}
