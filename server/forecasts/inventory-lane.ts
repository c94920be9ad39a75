/**
 * The lane of everything that makes inventory out of vendors' files: files and loads take effect in the order in which
 * they were sent. A file waits for everything before it, because its months are known only when it has been read.
 */
export const INVENTORY_LANE = 'inventory'
