import { FirstSchema1764000000000 } from '../../migrations/1764000000000-first-schema'
import { ProductOnSale1764500000000 } from '../../migrations/1764500000000-product-on-sale'
import { JobRuns1764600000000 } from '../../migrations/1764600000000-job-runs'
import { ForecastFiles1764700000000 } from '../../migrations/1764700000000-forecast-files'
import { Bookings1764800000000 } from '../../migrations/1764800000000-bookings'
import { StatusesAndDelivery1764900000000 } from '../../migrations/1764900000000-statuses-and-delivery'
import { Journal1764910000000 } from '../../migrations/1764910000000-journal'
import { Publishing1764920000000 } from '../../migrations/1764920000000-publishing'
import { Monitoring1764930000000 } from '../../migrations/1764930000000-monitoring'
import { RevisionOfChanges1764940000000 } from '../../migrations/1764940000000-revision-of-changes'
import { RoomToGrow1764950000000 } from '../../migrations/1764950000000-room-to-grow'
import { RowVariants1765000000000 } from '../../migrations/1765000000000-row-variants'
import { CampaignRights1765010000000 } from '../../migrations/1765010000000-campaign-rights'
import { JobLanes1765020000000 } from '../../migrations/1765020000000-job-lanes'
import { ForecastDays1765020100000 } from '../../migrations/1765020100000-forecast-days'
import { StandardNotes1765020200000 } from '../../migrations/1765020200000-standard-notes'
import { CleanKeys1765020300000 } from '../../migrations/1765020300000-clean-keys'
import { ConfirmedMonths1766000000000 } from '../../migrations/1766000000000-confirmed-months'
import { CatalogueKeeping1766000100000 } from '../../migrations/1766000100000-catalogue-keeping'
import { DeadLetters1766001000000 } from '../../migrations/1766001000000-dead-letters'
import { Notifications1766001100000 } from '../../migrations/1766001100000-notifications'
import { RemarksOnRows1766003000000 } from '../../migrations/1766003000000-remarks-on-rows'
import { CatalogueHistory1766005100000 } from '../../migrations/1766005100000-catalogue-history'
import { MutedNotifications1767000000000 } from '../../migrations/1767000000000-muted-notifications'
import { MoreInvisibleMarks1767100000000 } from '../../migrations/1767100000000-more-invisible-marks'
import { TargetingGroupHistory1767200000000 } from '../../migrations/1767200000000-targeting-group-history'
import { ProposalCopies1767300000000 } from '../../migrations/1767300000000-proposal-copies'
import { Sessions1767400000000 } from '../../migrations/1767400000000-sessions'
import { SecurityLog1767400100000 } from '../../migrations/1767400100000-security-log'
import { AccountGuard1767500000000 } from '../../migrations/1767500000000-account-guard'
import { CampaignArchive1767600000000 } from '../../migrations/1767600000000-campaign-archive'
import { CompanySignIn1767650000000 } from '../../migrations/1767650000000-company-sign-in'
import { Approvals1767750000000 } from '../../migrations/1767750000000-approvals'
import { Teams1767800000000 } from '../../migrations/1767800000000-teams'
import { Account, Session } from '../accounts/account.entity'
import { AccountGuard } from '../accounts/account-guard.entity'
import { Team, TeamMember } from '../accounts/team.entity'
import { Approval } from '../approvals/approval.entity'
import {
  Campaign,
  CampaignShare,
  CampaignTeamShare,
  CampaignUnit,
  CampaignUnitChange,
  CampaignUnitGroup,
  CampaignUnitGroupMember,
  CampaignUnitGroupOwnerRatio,
} from '../campaigns/campaign.entities'
import {
  CatalogueChange,
  Content,
  ContentOwner,
  ContentPlatformWeight,
  Part,
  PartPlatform,
  Platform,
  Product,
  ProductPlatform,
  Retirement,
  TargetingGroup,
  TargetingGroupMember,
} from '../catalog/catalog.entities'
import { SignInAttempt, SignInHandOver } from '../company-sign-in/sign-in-attempt.entity'
import type { Schema } from '../database/schema'
import { ForecastFileTaken, ForecastRejection } from '../forecasts/forecast-file.entity'
import { ForecastDay, ForecastInventory, ForecastWithdrawal } from '../forecasts/forecast-inventory.entity'
import {
  StandardInventory,
  StandardInventoryChange,
  StandardInventoryDay,
  TargetingGroupRatio,
  UnitInventory,
} from '../inventory/inventory.entities'
import { JobLane, JobRun, JobRunLine } from '../jobs/job-run.entity'
import { JournalEntry } from '../journal/journal.entity'
import {
  MonitoringCampaign,
  MonitoringDeliveryDay,
  MonitoringInventoryDay,
  MonitoringState,
  MonitoringUnit,
} from '../monitoring/monitoring.entities'
import {
  Notice,
  Notification,
  NotificationLetter,
  NotificationPreference,
} from '../notifications/notification.entities'
import { ProposalCopy, ProposalSeries, UnclaimedFile } from '../proposals/proposal-copy.entity'
import { UnitPublishStatus } from '../publish-statuses/publish-status.entity'
import {
  Installation,
  PublishRequest,
  PublishRequestHandling,
  Webhook,
  WebhookPlatform,
} from '../publishing/publishing.entities'
import { PublishReport } from '../purchases/publish.entities'
import {
  Ad,
  Booking,
  BookingEvent,
  ChildAd,
  Deduction,
  IdempotencyKey,
  OwnerShare,
  PastBooking,
  Purchase,
  ShareCell,
  SplitRuleSetting,
  UnitHold,
  UnitHoldRow,
} from '../purchases/purchase.entities'
import { SecurityEvent } from '../security-log/security-event.entity'
import { DeliveryDay, Makegood } from '../statuses/delivery.entities'

/** All entities of the service. Each is defined in the capability that owns its table. */
const ENTITIES = [
  Account,
  AccountGuard,
  SignInAttempt,
  SignInHandOver,
  Session,
  Team,
  TeamMember,
  SecurityEvent,
  Platform,
  ContentOwner,
  Content,
  Retirement,
  CatalogueChange,
  ContentPlatformWeight,
  Part,
  PartPlatform,
  Product,
  ProductPlatform,
  TargetingGroup,
  TargetingGroupMember,
  ForecastInventory,
  ForecastDay,
  ForecastWithdrawal,
  ForecastFileTaken,
  ForecastRejection,
  StandardInventory,
  StandardInventoryDay,
  StandardInventoryChange,
  UnitInventory,
  TargetingGroupRatio,
  JobRun,
  JobLane,
  JobRunLine,
  Campaign,
  CampaignShare,
  CampaignTeamShare,
  CampaignUnit,
  CampaignUnitGroup,
  CampaignUnitGroupMember,
  CampaignUnitGroupOwnerRatio,
  CampaignUnitChange,
  UnitPublishStatus,
  IdempotencyKey,
  Purchase,
  Ad,
  ChildAd,
  OwnerShare,
  ShareCell,
  Deduction,
  Booking,
  PastBooking,
  UnitHold,
  UnitHoldRow,
  BookingEvent,
  Approval,
  SplitRuleSetting,
  JournalEntry,
  PublishReport,
  DeliveryDay,
  Makegood,
  Webhook,
  WebhookPlatform,
  PublishRequest,
  PublishRequestHandling,
  Installation,
  Notice,
  Notification,
  NotificationPreference,
  NotificationLetter,
  MonitoringState,
  MonitoringCampaign,
  MonitoringUnit,
  MonitoringDeliveryDay,
  MonitoringInventoryDay,
  ProposalCopy,
  ProposalSeries,
  UnclaimedFile,
]

/** In order; each runs on both databases. */
const MIGRATIONS = [
  FirstSchema1764000000000,
  ProductOnSale1764500000000,
  JobRuns1764600000000,
  ForecastFiles1764700000000,
  Bookings1764800000000,
  StatusesAndDelivery1764900000000,
  Journal1764910000000,
  Publishing1764920000000,
  Monitoring1764930000000,
  RevisionOfChanges1764940000000,
  RoomToGrow1764950000000,
  RowVariants1765000000000,
  CampaignRights1765010000000,
  JobLanes1765020000000,
  ForecastDays1765020100000,
  StandardNotes1765020200000,
  CleanKeys1765020300000,
  ConfirmedMonths1766000000000,
  CatalogueKeeping1766000100000,
  DeadLetters1766001000000,
  Notifications1766001100000,
  RemarksOnRows1766003000000,
  CatalogueHistory1766005100000,
  MutedNotifications1767000000000,
  MoreInvisibleMarks1767100000000,
  TargetingGroupHistory1767200000000,
  ProposalCopies1767300000000,
  Sessions1767400000000,
  SecurityLog1767400100000,
  AccountGuard1767500000000,
  CampaignArchive1767600000000,
  CompanySignIn1767650000000,
  Approvals1767750000000,
  Teams1767800000000,
]

export const SCHEMA: Schema = { entities: ENTITIES, migrations: MIGRATIONS }
