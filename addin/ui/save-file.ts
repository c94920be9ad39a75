/** Hands a file to the browser as a download. */
export function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some web views read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
