import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { addMonths, businessDateOf, firstDayOf, lastDayOf, monthOf } from '../../shared/calendar'
import { createCampaign } from '../../shared/contract/campaigns'
import { DemoService, Refusal } from '../session/service'
import { DemoStop } from '../session/stop'
import { counted, say, showStep, styled } from '../session/terminal'
import { findCatalog } from './catalog'
import { explainOneNumber } from './explanation'
import { findStage } from './flights'
import { newProgramme, uploadVendorFile, vendorFile } from './forecast'
import { prepareStandardInventory, prepareUnitInventory } from './inventory'
import { planCampaign } from './plan'
import { downloadProposal } from './proposal'
import { buyPlan } from './purchase'
import { askTooMuch } from './refusal'

const USAGE = `Lives the whole story against a running service: forecast, inventory, plan, purchase, proposal.

  --url URL            the service (FLIGHTSHEET_URL, http://localhost:3000)
  --email E-MAIL       an operator's account (DEMO_EMAIL, operator@flightsheet.local)
  --password PASSWORD  its password (DEMO_PASSWORD, the demo accounts')
  --out FILE           where to write the proposal (proposal-<run>.xlsx)
  --help               this text
`

interface Options {
  origin: string
  email: string
  password: string
  out: string | undefined
}

main().catch((error: unknown) => {
  process.exitCode = 1
  process.stderr.write(`\n${styled('red', '✗')} ${sentenceOf(error)}\n`)
})

async function main(): Promise<void> {
  const options = parse(process.argv.slice(2))
  if (!options) {
    process.stdout.write(USAGE)
    return
  }
  const started = performance.now()
  const mark = randomUUID().slice(0, 6).toUpperCase()

  showStep('Sign in, open a campaign', '로그인, 캠페인 만들기')
  const service = await DemoService.signIn(options.origin, options)
  const { user } = service
  say(`${user.name} <${user.email}>, ${user.role}, at ${options.origin}`)
  if (user.role === 'planner') {
    throw new DemoStop(
      `${user.email} is a planner, and the story also uploads a forecast. Sign in as an operator or an administrator.`,
    )
  }
  const provisional = addMonths(monthOf(businessDateOf(new Date())), 1)
  const campaign = await service.call(createCampaign, {
    body: {
      name: `가을 신제품 런칭 ${mark}`,
      advertiser: '한강음료',
      agency: '서울미디어',
      startDate: firstDayOf(provisional),
      endDate: lastDayOf(provisional),
      budget: 0,
    },
  })
  // The service's clock may be on another day than this machine's; the creation date of the campaign shows
  // it.
  const today = businessDateOf(new Date(campaign.createdAt))
  say(`Campaign 캠페인 "${campaign.name}"; for the service, today is ${today}`)
  const { catalog, made } = await findCatalog(service)
  if (made > 0) say(`The catalogue lacked what the story needs: ${counted(made)} entries were made`)
  const stage = await findStage(service, catalog, today)
  const programme = newProgramme(catalog, stage.companion, mark)
  say(`The story plays in ${stage.month}, with the group 타겟팅그룹 ${stage.group.name}`)

  showStep('The vendor sends a forecast', '예측 인벤토리 업로드')
  const file = vendorFile(programme, stage, today)
  say(`${file.name}: ${counted(file.rows)} hourly rows for the new programme "${programme.name}"`)
  if (stage.unloaded.length > 0) {
    say(`and for ${counted(stage.unloaded.length)} contents that have no inventory in ${stage.month} yet`)
  }
  await uploadVendorFile(service, file)

  showStep('Standard inventory, then unit inventory', '표준 인벤토리 → 판매 인벤토리')
  const total = await prepareStandardInventory(service, catalog, programme, stage, file.pilotMonth)
  say()
  await prepareUnitInventory(service, programme, stage, total)

  showStep('Plan: MediaMix, targeting, availability', '미디어믹스, 타겟팅, 가용 조회')
  const plan = await planCampaign(service, campaign, catalog, stage, programme)

  showStep('Ask for too much', '재고 부족')
  await askTooMuch(service, plan, catalog, stage, programme)

  showStep('Buy', '구매')
  const [, byGroup] = await buyPlan(service, plan, catalog, stage, programme)

  showStep('Explain one number', '배분 근거')
  await explainOneNumber(service, byGroup!, catalog)

  showStep('Download the proposal', '제안서')
  await downloadProposal(service, campaign.id, options.out ?? `proposal-${mark}.xlsx`)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`\n${styled('bold', `All of it holds. ${seconds} s`)}\n`)
}

/** @returns undefined if `--help` was given */
function parse(args: string[]): Options | undefined {
  const { env } = process
  try {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string', default: env.FLIGHTSHEET_URL || 'http://localhost:3000' },
        email: { type: 'string', default: env.DEMO_EMAIL || 'operator@flightsheet.local' },
        password: { type: 'string', default: env.DEMO_PASSWORD || 'flightsheet-demo' },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return undefined
    if (!/^https?:$/.test(URL.canParse(values.url) ? new URL(values.url).protocol : '')) {
      throw new DemoStop(`--url must be an address like http://localhost:3000, not "${values.url}".`)
    }
    if (values.out === '') throw new DemoStop('--out must name a file.')
    return {
      origin: values.url.replace(/\/+$/, ''),
      email: values.email,
      password: values.password,
      out: values.out,
    }
  } catch (error) {
    if (error instanceof DemoStop) throw error
    throw new DemoStop(`${(error as Error).message}\n\n${USAGE}`)
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof DemoStop) return error.message
  if (error instanceof Refusal) return `The service refused: ${error.detail} (${error.status} ${error.code})`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
