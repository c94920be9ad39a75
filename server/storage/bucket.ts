import type { S3Client } from '@aws-sdk/client-s3'

/** A bucket, or a part of one, as `s3://bucket/prefix` names it. */
export interface BucketAddress {
  bucket: string
  /** Ends with a slash, or is empty. */
  prefix: string
}

/** @returns undefined for the path of a folder */
export function bucketOf(address: string): BucketAddress | undefined {
  const [, bucket, path] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address) ?? []
  if (bucket === undefined) return undefined
  return { bucket, prefix: path!.replace(/\/*$/, '/').replace(/^\/$/, '') }
}

/**
 * Opens the client of a bucket's server. The AWS SDK reads region and credentials from its own environment variables and
 * files.
 *
 * @param endpoint address of an S3-compatible server; undefined: Amazon's
 */
export async function openS3(
  endpoint: string | undefined,
): Promise<{ s3: typeof import('@aws-sdk/client-s3'); client: S3Client }> {
  // Imported only here, because the SDK is large and most services have no bucket.
  const s3 = await import('@aws-sdk/client-s3')
  const client = new s3.S3Client({
    ...(endpoint ? { endpoint, forcePathStyle: true, region: process.env.AWS_REGION || 'us-east-1' } : {}),
    // Compatible servers don't support the newer checksums; TLS and the ETag are enough here.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  return { s3, client }
}

/** Whether a bucket's server answered that there is no such object. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket'
}
