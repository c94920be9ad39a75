import { extname } from 'node:path'
import type { Response } from 'express'
import type { ProposalFormat } from '../../shared/contract/proposals'
import { sendStream } from '../http/send-stream'
import type { ProposalFile } from './proposal-file'

const TYPES: Readonly<Record<ProposalFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

/** Sends a proposal as a download. Its name is sent in UTF-8 (RFC 5987), and as a plain one for old clients. */
export async function sendFile(
  { fileName, content }: ProposalFile,
  format: ProposalFormat,
  response: Response,
): Promise<void> {
  const plain = `proposal${extname(fileName)}`
  const name = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  response
    .type(TYPES[format])
    .setHeader('Content-Disposition', `attachment; filename="${plain}"; filename*=UTF-8''${name}`)
  await sendStream(content, response)
}
