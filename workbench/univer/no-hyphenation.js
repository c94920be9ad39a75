/** Stands in for a language's hyphenation patterns: the grid goes without when there are none. */
export default null
