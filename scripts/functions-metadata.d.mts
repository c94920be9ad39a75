export function functionsMetadata(): Promise<string>
