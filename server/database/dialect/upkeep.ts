/** What a database needs beside its connections while it is open; closed before they are. */
export interface Upkeep {
  /**
   * Settles when everything that was committed before survives a power cut.
   *
   * @throws Error when the disk refuses; then always
   */
  durable(): Promise<void>
  close(): Promise<void>
}
