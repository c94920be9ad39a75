import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { HEADER, read, refused } from './reading'
import { zipOf } from './zip-of'

const SPREADSHEET_2003 = `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`
const compound = (stream: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    Buffer.from(`${stream}\0`, 'utf16le'),
    Buffer.alloc(448),
  ])
const bin = {
  '_rels/.rels':
    '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
  'xl/workbook.bin': 'x',
}
const word = {
  '_rels/.rels':
    '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
  'word/document.xml': '<document/>',
}
const table = `<table><tr><td>part</td></tr></table>`

describe('a file that is no forecast file', () => {
  it.each<[string, string | Buffer, RegExp]>([
    [
      'a web page',
      `<html xmlns:x="urn:schemas-microsoft-com:office:excel">${table}</html>`,
      /web page \(HTML\).*save it as \.xlsx/,
    ],
    ['a web page with a BOM', `\ufeff\r\n<!DOCTYPE html>${table}`, /web page/],
    ['a web page in UTF-16', Buffer.from(`\ufeff<html>${table}`, 'utf16le'), /web page/],
    ['a bare table', table, /web page/],
    ['XML of 2003', SPREADSHEET_2003, /XML Spreadsheet 2003.*save it as/],
    ['other XML', '<?xml version="1.0"?><rows/>', /is XML/],
    [
      'a web archive',
      `MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n${table}`,
      /web archive \(MIME\)/,
    ],
    ['a mail', `X-Mailer: x\r\nMIME-Version: 1.0\r\n`, /MIME/],
    ['an .xls', compound('Workbook'), /old Excel workbook \(\.xls\).*save it as \.xlsx/],
    ['an .xls of 1995', compound('Book'), /old Excel workbook/],
    ['an .xls of 1992', Buffer.from([9, 4, 6, 0, 0, 0, 16, 0]), /old Excel workbook/],
    ['a workbook with a password', compound('EncryptedPackage'), /password/],
    ['another old document', compound('WordDocument'), /old Office document/],
    ['an .xlsb', zipOf(bin), /binary workbook \(\.xlsb\).*save it as/],
    ['a Word document', zipOf(word), /not a workbook/],
    [
      'an .ods',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      /OpenDocument spreadsheet \(\.ods\).*save it as/,
    ],
    ['a document of Numbers', zipOf({ 'Index/Document.iwa': 'x' }), /Apple Numbers/],
    ['a zip', zipOf({ 'a.csv': HEADER }), /zip but not an Excel workbook/],
    [
      'UTF-16LE without a mark',
      Buffer.from(`${HEADER}\nP,드라마,2027-03-01,7,1,`, 'utf16le'),
      /UTF-16 text without a byte order mark.*UTF-8/,
    ],
    [
      'UTF-16BE without a mark',
      Buffer.from(`파트,메타ID,날짜,시간,예측,실적\nP,드라마,2027-03-01,7,1,`, 'utf16le').swap16(),
      /UTF-16/,
    ],
    ['a PDF', '%PDF-1.7', /PDF/],
    ['SYLK', 'ID;PWXL;N;E\r\nP;PGeneral\r\n', /SYLK/],
    ['DIF', 'TABLE\r\n0,1\r\n"EXCEL"\r\n', /Data Interchange/],
    ['a 7z', Buffer.from('377abcaf271c0004', 'hex'), /packed in a way/],
    ['a workbook, packed again', gzipSync(zipOf({ 'a.csv': HEADER })), /packed again/],
    ['a gz of a gz', gzipSync(gzipSync(HEADER)), /packed twice/],
  ])('says that it is %s', async (_kind, content, words) => expect(await refused(content)).toMatch(words))

  it('is not taken for another kind by its first heading', async () => {
    const { rows } = await read('ID;Part;metaId;date;hour;forecast;actual\n1;P;A;2027-03-01;7;1;')
    expect(rows).toHaveLength(1)
    const korean = iconv.encode('파트,메타ID,날짜,시간,예측,실적\nP,드라마,2027-03-01,7,1,', 'cp949')
    expect((await read(korean)).rows).toHaveLength(1)
  })
})
