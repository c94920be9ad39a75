import { DataSource, type QueryRunner } from 'typeorm'
import type { Database } from '../../server/database/database'

export interface Statement {
  sql: string
  parameters: unknown[]
}

/** Records every statement that a service sends while some work is done, BEGIN and COMMIT included. */
export function recordStatements(service: Database): {
  during(work: () => Promise<unknown>): Promise<Statement[]>
} {
  let recorded: Statement[] = []
  const wrapped = new WeakSet<QueryRunner>()
  const dataSources = Object.values(service).filter((value) => value instanceof DataSource)
  for (const dataSource of new Set(dataSources)) {
    const create = dataSource.createQueryRunner.bind(dataSource)
    dataSource.createQueryRunner = (...mode) => {
      const runner = create(...mode)
      if (!wrapped.has(runner)) {
        wrapped.add(runner)
        const query = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>
        runner.query = (sql: string, parameters: unknown[] = [], ...rest: unknown[]) => {
          recorded.push({ sql, parameters })
          return query(sql, parameters, ...rest) as never
        }
      }
      return runner
    }
  }
  const { dialect } = service
  const query = dialect.query
  dialect.query = (runner, sql, parameters) => {
    recorded.push({ sql, parameters })
    return query(runner, sql, parameters)
  }
  return {
    async during(work) {
      recorded = []
      await work()
      return recorded
    },
  }
}
