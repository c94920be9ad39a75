/**
 * The sets that the workbench claims to have. A member that isn't implemented fails with its name when it is
 * used.
 */
const SETS: Record<string, string> = {
  ExcelApi: '1.17',
  ExcelApiOnline: '1.1',
  SharedRuntime: '1.2',
  RibbonApi: '1.2',
  DialogApi: '1.2',
  DialogOrigin: '1.1',
  AddinCommands: '1.3',
  CustomXmlParts: '1.1',
  Settings: '1.1',
  DelayForCellEdit: '1.1',
  CustomFunctionsRuntime: '1.1',
}

export function isSetSupported(name: string, version: string | number = '1.1'): boolean {
  // Where somebody stands in for Excel, which passes tokens of Microsoft on to its add-ins.
  if (name === 'NestedAppAuth') return 'nestedAppAuthBridge' in globalThis
  const known = SETS[name]
  if (!known) return false
  const [major = 0, minor = 0] = String(version).split('.').map(Number)
  const [knownMajor = 0, knownMinor = 0] = known.split('.').map(Number)
  return major < knownMajor || (major === knownMajor && minor <= knownMinor)
}
