import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { inject } from 'vitest'

export interface TestRedis {
  url: string
  prefix: string
  drop(): Promise<void>
}

/** A new key prefix on the Redis that was found; undefined when there is none. */
export function testRedis(): TestRedis | undefined {
  const url = inject('redisServer')
  if (!url) return undefined
  const prefix = `flightsheet_test_${randomUUID().slice(0, 8)}`
  return {
    url,
    prefix,
    async drop() {
      const redis = new Redis(url)
      const keys = await redis.keys(`${prefix}:*`)
      if (keys.length > 0) await redis.del(keys)
      await redis.quit()
    },
  }
}

export async function redisAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2000 })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.quit()
    return true
  } catch {
    return false
  }
}
