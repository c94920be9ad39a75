import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type BucketAddress, isMissing, openS3 } from '../../storage/bucket'
import { freeName, type InboxFile, type InboxStore, inOrder, isHidden, MAX_LISTED } from './inbox-store'

/** @param endpoint address of an S3-compatible server; undefined: Amazon's */
export async function s3Inbox(
  { bucket, prefix }: BucketAddress,
  endpoint: string | undefined,
): Promise<InboxStore> {
  const { s3, client } = await openS3(endpoint)
  const keyOf = (name: string) => prefix + name
  const head = async (key: string): Promise<Omit<InboxFile, 'name'> | undefined> => {
    try {
      const { ContentLength, ETag, LastModified } = await client.send(
        new s3.HeadObjectCommand({ Bucket: bucket, Key: key }),
      )
      return { size: ContentLength ?? 0, mark: ETag ?? '', modified: LastModified?.getTime() ?? 0 }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }
  return {
    async list() {
      const files: InboxFile[] = []
      let token: string | undefined
      do {
        const page = await client.send(
          // With the delimiter, processed/ and failed/ are one entry each, however many files they contain.
          new s3.ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            Delimiter: '/',
            ContinuationToken: token,
          }),
        )
        for (const { Key = '', Size = 0, ETag = '', LastModified } of page.Contents ?? []) {
          const name = Key.slice(prefix.length)
          if (name !== '' && !name.includes('/') && !isHidden(name))
            files.push({ name, size: Size, mark: ETag, modified: LastModified?.getTime() ?? 0 })
        }
        token = page.NextContinuationToken
      } while (token)
      return files.sort(inOrder).slice(0, MAX_LISTED)
    },
    async find(name) {
      const found = await head(keyOf(name))
      return found && { name, ...found }
    },
    async download({ name, mark }, path, signal) {
      const { Body } = await client.send(
        new s3.GetObjectCommand({ Bucket: bucket, Key: keyOf(name), IfMatch: mark }),
        { abortSignal: signal },
      )
      await pipeline(Body as Readable, createWriteStream(path), { signal })
    },
    async move({ name, mark }, to, reports) {
      const key = keyOf(name)
      const isTaken = async (one: string) => (await head(keyOf(`${to}/${one}`))) !== undefined
      const target = keyOf(`${to}/${await freeName(name, isTaken)}`)
      for (const { suffix, path } of reports) {
        const { size } = await stat(path)
        await client.send(
          new s3.PutObjectCommand({
            Bucket: bucket,
            Key: target + suffix,
            Body: createReadStream(path),
            ContentLength: size,
            ContentType: `text/${suffix.endsWith('.csv') ? 'csv' : 'plain'}; charset=utf-8`,
          }),
        )
      }
      if ((await head(key))?.mark !== mark) return undefined
      await client.send(
        new s3.CopyObjectCommand({
          Bucket: bucket,
          Key: target,
          CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
          CopySourceIfMatch: mark,
        }),
      )
      if ((await head(key))?.mark === mark)
        await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }))
      return target.slice(prefix.length)
    },
  }
}
