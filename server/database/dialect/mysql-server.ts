/** DROP CONSTRAINT, which migrations use; JSON_TABLE and CHECK came before. */
const OLDEST_MYSQL = [8, 0, 19]
/** JSON_TABLE. */
const OLDEST_MARIADB = [10, 6, 0]

/**
 * Which server it is, by what it says its version is.
 *
 * @throws Error when it lacks what the service relies on
 */
export function serverOf(version: string): 'mysql' | 'mariadb' {
  const other = /TiDB|Vitess/i.exec(version)?.[0]
  if (other)
    throw new Error(
      `the database server is ${other} (${version}), which does not have all that the service relies on, JSON_TABLE for one: see docs/clusters.md`,
    )
  const mariadb = /mariadb/i.test(version)
  const oldest = mariadb ? OLDEST_MARIADB : OLDEST_MYSQL
  const numbers = version.split(/[.-]/).map(Number)
  const differs = oldest.findIndex((number, i) => numbers[i] !== number)
  if (differs >= 0 && !((numbers[differs] ?? 0) > oldest[differs]!))
    throw new Error(
      `the database server is ${mariadb ? 'MariaDB' : 'MySQL'} ${version}: use MySQL ${OLDEST_MYSQL.join('.')} or MariaDB ${OLDEST_MARIADB.join('.')}, or later`,
    )
  return mariadb ? 'mariadb' : 'mysql'
}
