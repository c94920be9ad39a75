interface AskedListProps {
  lines: readonly string[]
  /** What is said of the lines after the first ones: so many more. Without it, all are listed. */
  andMore?: (more: number) => string
}

/** Lines that are listed where the others are only counted. */
const LISTED = 8

/** What a question is about, line by line. */
export function AskedList({ lines, andMore }: AskedListProps) {
  const listed = andMore ? lines.slice(0, LISTED) : lines
  return (
    <ul className="asked">
      {listed.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none moves
        <li key={i}>{line}</li>
      ))}
      {andMore && lines.length > LISTED && <li>{andMore(lines.length - LISTED)}</li>}
    </ul>
  )
}
