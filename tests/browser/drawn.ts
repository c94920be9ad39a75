declare function requestAnimationFrame(act: () => void): void

/** Resolves when the page is drawn in its new size; what floats above it, such as a menu, moves a frame later. */
export const drawn = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
