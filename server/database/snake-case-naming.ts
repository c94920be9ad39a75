import { DefaultNamingStrategy } from 'typeorm'

/** `metaId` in code is `meta_id` in the database. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export class SnakeCaseNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName || columnName(propertyName)
  }
}
