import { readFileSync } from 'node:fs'
import type { RequirementSet } from './office-members'

export const MANIFEST = readFileSync('manifest.xml', 'utf8')

/** The requirement sets without which Excel doesn't offer the add-in. */
export function requiredSets(): RequirementSet[] {
  return [...MANIFEST.matchAll(/<Set Name="(\w+)" MinVersion="1\.(\d+)"/g)].map(([, name, minor]) => ({
    name: name!,
    minor: Number(minor),
  }))
}
