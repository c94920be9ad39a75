import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { PROPOSAL_SHEETS, type ProposalTemplateView, TEMPLATE_CODE } from '../../shared/contract/proposals'
import { Problem } from '../../shared/problem'
import type { House } from '../../shared/sheets/house'
import { COLORS, FONT_NAME } from '../../shared/sheets/palette'
import type { ProposalTemplate } from '../../shared/sheets/proposal/template'

const MAX_LOGO_BYTES = 1024 * 1024
const LARGEST_LOGO = { width: 300, height: 120 }

const color = z
  .string()
  .regex(/^#?[0-9A-Fa-f]{6}$/, 'must be a colour such as #1E3A5F')
  .transform((text) => text.replace('#', '').toUpperCase())
const line = z.string().trim().max(200)
const named = z.object({ ko: line, en: line })

/** A house template as its file has it; docs/proposals.md describes it. */
const templateFile = z.strictObject({
  name: named,
  sheets: z.array(z.enum(PROPOSAL_SHEETS)).min(1).default(['media-mix', 'targeting']),
  company: line.default(''),
  /** A PNG file beside this one, and how high it is drawn, in points. */
  logo: z
    .strictObject({ file: z.string().min(1), height: z.number().min(8).max(LARGEST_LOGO.height) })
    .optional(),
  contact: z.array(line).max(10).default([]),
  legal: z
    .strictObject({ ko: z.string().max(2000).default(''), en: z.string().max(2000).default('') })
    .default({ ko: '', en: '' }),
  font: z.string().min(1).max(31).default(FONT_NAME),
  colors: z
    .strictObject({
      primary: color.default(COLORS.navy),
      accent: color.default(COLORS.buyFill),
      tint: color.default(COLORS.totalFill),
      pale: color.default(COLORS.labelFill),
    })
    .prefault({}),
})
type TemplateFile = z.input<typeof templateFile>

/** The templates that come with the product. */
const SHIPPED: Readonly<Record<string, TemplateFile>> = {
  classic: { name: { ko: '기본', en: 'Classic' } },
  presentation: {
    name: { ko: '제안 발표', en: 'Presentation' },
    sheets: ['summary', 'media-mix', 'comparison', 'targeting', 'daily'],
    colors: { primary: '0F4C4A', accent: '2A9D8F', tint: 'E3F1EF', pale: 'F2F8F7' },
  },
}

/** The house templates: those that come with the product, and those of a folder, which may replace them. */
export class HouseTemplates {
  private constructor(
    private readonly byCode: ReadonlyMap<string, ProposalTemplate>,
    private readonly ofService: ProposalTemplate,
  ) {}

  /**
   * @param templates one JSON file for each template, named after its code, with the pictures that it names
   * @param template the code of the default
   * @throws Error that names the file, the field and what it must be
   */
  static read({ templates, template }: { templates: string | undefined; template: string }): HouseTemplates {
    const byCode = new Map(
      Object.entries(SHIPPED).map(([code, file]) => [code, templateOf(code, templateFile.parse(file), '')]),
    )
    for (const path of templates === undefined ? [] : filesOf(templates)) {
      const code = basename(path, '.json')
      if (!TEMPLATE_CODE.test(code))
        throw new Error(`${path}: the name of a template has only the letters a-z, digits and -`)
      byCode.set(code, templateOf(code, parseFile(path), path))
    }
    const ofService = byCode.get(template)
    if (!ofService)
      throw new Error(
        `PROPOSAL_TEMPLATE: there is no template ${template}, only ${[...byCode.keys()].join(', ')}`,
      )
    return new HouseTemplates(byCode, ofService)
  }

  /**
   * @param code left out: the service's default
   * @throws Problem UNKNOWN_REFERENCE
   */
  get(code: string | undefined): ProposalTemplate {
    const found = code === undefined ? this.ofService : this.byCode.get(code)
    if (found) return found
    throw new Problem(
      'UNKNOWN_REFERENCE',
      `There is no template "${code}". Choose one of: ${[...this.byCode.keys()].join(', ')}.`,
    )
  }

  list(): ProposalTemplateView[] {
    return [...this.byCode.values()].map((template) => {
      const { code, name, sheets } = template
      return { code, name, sheets: [...sheets], isDefault: template === this.ofService }
    })
  }
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) throw new Error(`PROPOSAL_TEMPLATES: there is no folder ${folder}`)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

function parseFile(path: string): z.output<typeof templateFile> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`)
  }
  const parsed = templateFile.safeParse(json)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  throw new Error(`${path} is not a valid template:\n  ${wrong.join('\n  ')}\nSee docs/proposals.md.`)
}

function templateOf(code: string, file: z.output<typeof templateFile>, path: string): ProposalTemplate {
  const { name, sheets, company, logo, contact, legal, font, colors } = file
  return {
    code,
    name,
    sheets,
    look: { font, colors },
    house: {
      company,
      contact,
      legal,
      logo: logo ? readLogo(join(dirname(path), logo.file), logo.height) : null,
    },
  }
}

function readLogo(path: string, height: number): House['logo'] {
  if (!existsSync(path)) throw new Error(`${path} is not there: a template names it as its logo`)
  const file = readFileSync(path)
  if (file.length > MAX_LOGO_BYTES) throw new Error(`${path} is larger than 1 MB: make the logo smaller`)
  const size = sizeOfPng(file)
  if (!size) throw new Error(`${path} is not a PNG file`)
  const width = Math.min(LARGEST_LOGO.width, (height * size.width) / size.height)
  return { base64: file.toString('base64'), width, height: (width * size.height) / size.width }
}

/** Width and height in pixels, from the header of a PNG file. */
function sizeOfPng(file: Buffer): { width: number; height: number } | undefined {
  const isPng = file.length > 24 && file.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n'
  const [width, height] = isPng ? [file.readUInt32BE(16), file.readUInt32BE(20)] : [0, 0]
  return width > 0 && height > 0 ? { width, height } : undefined
}
