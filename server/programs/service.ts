import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { monthOf } from '../../shared/calendar'
import { Accounts } from '../accounts/accounts'
import { CallLimit } from '../accounts/call-limit'
import { PasswordPolicy } from '../accounts/password-policy'
import { accountRoutes } from '../accounts/routes'
import { Sessions } from '../accounts/sessions'
import { SignInThrottle } from '../accounts/sign-in-throttle'
import { approvalRoutes } from '../approvals/routes'
import { catchUpBookings } from '../bookings/booking-jobs'
import { ExpiredHolds } from '../bookings/expired-holds'
import { bookingRoutes } from '../bookings/routes'
import { campaignRoutes } from '../campaigns/routes'
import { catalogRoutes } from '../catalog/routes'
import { uncleanKeys } from '../catalog/unclean-keys'
import { type Clock, createClock } from '../clock'
import { SignInAttempts } from '../company-sign-in/attempts'
import { CompanyAccounts } from '../company-sign-in/company-accounts'
import { CompanySignIn } from '../company-sign-in/company-sign-in'
import { companySignInPages } from '../company-sign-in/pages'
import { companySignInRoutes } from '../company-sign-in/routes'
import type { Configuration } from '../configuration'
import { Database, OUTDATED } from '../database/database'
import type { Schema } from '../database/schema'
import { EventHub } from '../events/event-hub'
import { eventRoutes } from '../events/routes'
import { runEvents } from '../events/run-events'
import { runIn } from '../forecasts/outcome-words'
import { forecastRoutes } from '../forecasts/routes'
import { openUploadFolder } from '../forecasts/uploads'
import { createApp } from '../http/app'
import { endServer } from '../http/end-server'
import { bePatient } from '../http/patience'
import type { Routes } from '../http/routes'
import { Stopping } from '../http/stopping'
import { rebuildLoadedMonths } from '../inventory/group-ratios'
import { inventoryRoutes } from '../inventory/routes'
import { createJobs } from '../jobs/create-jobs'
import { jobMetrics } from '../jobs/job-metrics'
import type { JobRunner } from '../jobs/job-runner'
import { JobScheduler } from '../jobs/job-scheduler'
import { jobRoutes } from '../jobs/routes'
import { createLog } from '../log'
import { mediaMixRoutes } from '../media-mix/routes'
import { mergingRoutes } from '../merging/routes'
import { monitoringMetrics } from '../monitoring/monitoring-metrics'
import { monitoringRoutes } from '../monitoring/routes'
import { NOTIFY, Notifier } from '../notifications/notifier'
import { notificationRoutes } from '../notifications/routes'
import { Observation } from '../observation'
import { type CopyParts, proposalCopyJob } from '../proposals/copy-job'
import { HouseTemplates } from '../proposals/house-templates'
import { libreOfficeOf } from '../proposals/libre-office'
import { PdfFiles } from '../proposals/pdf-files'
import { ProposalFiles } from '../proposals/proposal-files'
import { proposalRoutes } from '../proposals/routes'
import { installationId } from '../publishing/installation'
import { Publisher } from '../publishing/publisher'
import { publishingMetrics } from '../publishing/publishing-metrics'
import { publishingRoutes } from '../publishing/routes'
import { purchaseRoutes } from '../purchases/routes'
import { recordSecurityEvent } from '../security-log/record-event'
import { securityLogRoutes } from '../security-log/routes'
import { offeredDemoAccounts } from '../setup/demo-accounts'
import { SharedCounters } from '../shared-counters'
import { statusRoutes } from '../statuses/routes'
import { prepareStore } from '../storage/open-store'
import { teamRoutes } from '../teams/routes'
import { allJobs, copyFiles } from './all-jobs'
import { processMetrics } from './process-metrics'
import { SCHEMA } from './schema'
import { startTraces } from './start-traces'

/** The composition root: creates and connects all parts. */
export class Service {
  private server: Server | undefined
  private readonly stopping = new Stopping()
  private closed: Promise<void> | undefined
  private workEnded: Promise<void> | undefined
  private unfollow: () => Promise<void> = async () => undefined

  private constructor(
    readonly configuration: Configuration,
    readonly clock: Clock,
    readonly log: Logger,
    readonly database: Database,
    readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly counters: SharedCounters,
    readonly jobs: JobRunner,
    private readonly scheduler: JobScheduler,
    private readonly events: EventHub,
    private readonly publisher: Publisher,
    private readonly proposals: CopyParts,
    private readonly checkAnswers: boolean,
    private readonly observation: Observation,
    private readonly endTraces: () => Promise<void>,
  ) {}

  /**
   * Opens and migrates the database and creates the parts; the service doesn't listen yet.
   *
   * @param options.jobThread the built program of the thread that runs jobs; without it, this thread runs
   * them
   * @param options.renderThread the same for large proposals
   * @param options.upkeepThread the same for the database's upkeep
   * @param options.schema another release's, which tests of upgrades need
   */
  static async create(
    configuration: Configuration,
    options: {
      checkAnswers?: boolean
      jobThread?: string
      renderThread?: string
      upkeepThread?: string
      clock?: Clock
      schema?: Schema
    } = {},
  ): Promise<Service> {
    const log = createLog(configuration.logLevel)
    const clock = options.clock ?? createClock(configuration.clock)
    const observation = new Observation(log, configuration.slowQueryMs)
    const endTraces = await startTraces(configuration)
    const database = await Database.open(configuration.databaseUrl, options.schema ?? SCHEMA, {
      poolSize: configuration.databasePool,
      readLimitMs: configuration.booking.deadlineMs,
      observer: observation,
      upkeepThread: options.upkeepThread,
      waiting: {
        forMs: configuration.databaseWaitMs,
        begin: (err) =>
          log.warn(
            { err, seconds: configuration.databaseWaitMs / 1000 },
            'the database does not answer yet: waiting for it',
          ),
      },
    })
    const sessions = new Sessions(database, clock, configuration.sessions)
    const accounts = new Accounts(
      database,
      clock,
      sessions,
      new PasswordPolicy(configuration.passwordMinLength),
      configuration.company.local,
    )
    prepareStore(configuration.proposals.store)
    const proposals: CopyParts = {
      database,
      clock,
      templates: HouseTemplates.read(configuration.proposals),
      files: new ProposalFiles(options.renderThread),
      pdfs: new PdfFiles(libreOfficeOf(configuration.libreOffice)),
      copies: copyFiles(configuration),
    }
    // Proposals are made in this thread and its thread for rendering, so other programs don't have their job.
    const all = [...allJobs(database, configuration, clock), proposalCopyJob(proposals)]
    const jobs = await createJobs({
      configuration,
      database,
      clock,
      log,
      jobs: all,
      tellOfRun: runEvents(all),
      threadProgram: options.jobThread,
    })
    const scheduler = new JobScheduler(configuration.jobSchedules, jobs, clock, log)
    const { redis } = configuration
    const events = await EventHub.create({ database, sessions, log, settings: configuration.events, redis })
    const installation = await database.read(installationId)
    const publisher = new Publisher({
      database,
      clock,
      log,
      settings: configuration.publishing,
      installation,
    })
    await openUploadFolder(configuration.uploadDir)
    if (configuration.works) await jobs.open()
    return new Service(
      configuration,
      clock,
      log,
      database,
      accounts,
      sessions,
      new SharedCounters(redis, log),
      jobs,
      scheduler,
      events,
      publisher,
      proposals,
      options.checkAnswers ?? false,
      observation,
      endTraces,
    )
  }

  /** @returns the port on which the service listens */
  async listen(): Promise<number> {
    const {
      configuration,
      database,
      accounts,
      sessions,
      jobs,
      scheduler,
      events,
      proposals,
      clock,
      log,
      checkAnswers,
      observation,
    } = this
    const { deadlineMs } = configuration.booking
    const holds = new ExpiredHolds(database, clock, log, configuration.booking.releaseWaitMs)
    const freeExpired = () => holds.free()
    const throttle = new SignInThrottle(this.counters, {
      isSignedIn: (email, address) => sessions.wasBegunAt(email, address),
      refused: (email) =>
        database.write((tx) =>
          recordSecurityEvent(tx, { at: clock.instant(), action: 'SIGN_IN_THROTTLED', subject: email }),
        ),
    })
    const company = new CompanySignIn(
      configuration.company,
      new SignInAttempts(database, clock),
      new CompanyAccounts(database, clock, sessions, configuration.company.admission.sessionHours),
      log,
      this.counters,
    )
    const calls = new CallLimit(this.counters, configuration.callsPerMinute, (caller) =>
      database.write((tx) =>
        recordSecurityEvent(tx, {
          at: clock.instant(),
          action: 'CALLS_THROTTLED',
          actor: caller.id,
          subject: caller.email,
        }),
      ),
    )
    const demoAccounts = () => offeredDemoAccounts({ configuration, accounts })
    const register = (routes: Routes) => {
      accountRoutes(routes, accounts, sessions, throttle)
      companySignInRoutes(routes, company, demoAccounts)
      securityLogRoutes(routes, database, clock)
      catalogRoutes(routes, database, clock, (tx, code) =>
        rebuildLoadedMonths(tx, code, monthOf(clock.today())),
      )
      forecastRoutes(routes, database, jobs, configuration.uploadDir, configuration.uploadLimit)
      jobRoutes(routes, jobs, scheduler, runIn)
      inventoryRoutes(routes, database, clock, freeExpired)
      mergingRoutes(routes, database, clock)
      purchaseRoutes(routes, database, clock, freeExpired)
      campaignRoutes(routes, database, clock, freeExpired)
      teamRoutes(routes, database, clock)
      mediaMixRoutes(routes, database, clock, freeExpired)
      bookingRoutes(routes, database, clock, log, configuration.booking, holds)
      approvalRoutes(routes, database, clock, configuration.booking.approvals, deadlineMs)
      statusRoutes(routes, database, clock, deadlineMs)
      monitoringRoutes(routes, database, scheduler, clock)
      proposalRoutes(routes, proposals, jobs, deadlineMs, configuration.notifications.holdHours, freeExpired)
      eventRoutes(routes, database, events)
      publishingRoutes(routes, database, clock, configuration.publishing.allowPrivate)
      notificationRoutes(routes, database, clock, configuration.mail !== undefined)
    }
    const app = createApp({
      configuration,
      database,
      authenticate: (token) => sessions.authenticate(token),
      countCall: (caller) => calls.count(caller),
      pages: (router) => companySignInPages(router, company),
      demoAccounts,
      noteExport: (path, query) =>
        database.write((tx) =>
          recordSecurityEvent(tx, {
            at: clock.instant(),
            action: 'EXPORTED',
            subject: path,
            details: { ...query },
          }),
        ),
      log,
      stopping: this.stopping,
      redis: configuration.redis && this.counters,
      checkAnswers,
      measure: (registry) => {
        processMetrics(registry, { database, events, redis: configuration.redis && this.counters })
        observation.measure(registry)
        jobMetrics(registry, database, clock)
        publishingMetrics(registry, database, clock)
        monitoringMetrics(registry, database, clock)
      },
      register: configuration.serves ? register : undefined,
    })
    await catchUpBookings(database, clock, holds)
    await this.nameUncleanKeys()
    const server = configuration.tls ? createTlsServer(configuration.tls, app) : createServer(app)
    bePatient(server, configuration.uploadLimit)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(configuration.port, configuration.host, () => resolve())
    })
    this.server = server
    if (configuration.works) this.startWork()
    database.listen(OUTDATED, () => {
      log.error(
        'a newer version of the service has migrated the database: this process refuses every change from now on. Stop it',
      )
      void this.endWork()
    })
    return (server.address() as AddressInfo).port
  }

  private startWork(): void {
    const { configuration, database, clock, log } = this
    this.jobs.lookAfter()
    this.scheduler.start()
    this.publisher.start()
    // Where the job isn't scheduled, another process does the work.
    if (configuration.jobSchedules.some(({ job }) => job === NOTIFY))
      this.unfollow = new Notifier(database, clock, configuration).follow(log)
  }

  /** Ends the work in the background: the current chunk of a job ends, and its run returns to the queue. */
  private endWork(): Promise<void> {
    this.workEnded ??= (async () => {
      this.scheduler.stop()
      await this.unfollow()
      await this.publisher.stop()
      await this.jobs.stop()
    })()
    return this.workEnded
  }

  private async nameUncleanKeys(): Promise<void> {
    const keys = await this.database.read(uncleanKeys)
    if (keys.length === 0) return
    this.log.warn(
      { keys: keys.slice(0, 100), count: keys.length },
      'keys are stored in decomposed Hangul or with invisible marks, and another key looks the same: no file and no call finds them. A complete file of their months withdraws the forecast of such a content; then reopen its rows and load the months again',
    )
  }

  /**
   * Ends all work in order: the service isn't ready any more but goes on answering for the drain time; then event
   * streams and requests end, then the current chunk of a job (its run returns to the queue), then the database.
   */
  close(): Promise<void> {
    this.closed ??= this.end()
    return this.closed
  }

  private async end(): Promise<void> {
    const { drainMs, requestsMs } = this.configuration.stopping
    const { server } = this
    this.stopping.begin()
    this.scheduler.stop()
    if (server && drainMs > 0) await setTimeout(drainMs)
    await this.events.close()
    if (server && !(await endServer(server, requestsMs)))
      this.log.warn(
        { seconds: requestsMs / 1000 },
        'requests that took too long were cut when the service stopped',
      )
    await this.endWork()
    this.counters.close()
    await this.proposals.files.close()
    await this.proposals.pdfs.close()
    await this.database.close()
    // A receiver that is away is not waited for.
    await this.endTraces().catch((error) =>
      this.log.warn({ err: error }, 'the last traces could not be sent'),
    )
  }
}
