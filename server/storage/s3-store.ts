import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type BucketAddress, isMissing, openS3 } from './bucket'
import type { FileStore } from './file-store'

/** @param endpoint address of an S3-compatible server; undefined: Amazon's */
export async function s3Store(
  { bucket, prefix }: BucketAddress,
  endpoint: string | undefined,
): Promise<FileStore> {
  const { s3, client } = await openS3(endpoint)
  const object = (key: string) => ({ Bucket: bucket, Key: prefix + key })
  return {
    async put(key, path, signal) {
      const { size } = await stat(path)
      await client.send(
        new s3.PutObjectCommand({ ...object(key), Body: createReadStream(path), ContentLength: size }),
        { abortSignal: signal },
      )
    },
    async read(key) {
      try {
        const { Body } = await client.send(new s3.GetObjectCommand(object(key)))
        return Body as Readable
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async remove(key) {
      await client.send(new s3.DeleteObjectCommand(object(key))).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    },
  }
}
