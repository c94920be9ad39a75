import { FirstSchema1764000000000 } from '../../migrations/1764000000000-first-schema'
import { ProductOnSale1764500000000 } from '../../migrations/1764500000000-product-on-sale'
import { JobRuns1764600000000 } from '../../migrations/1764600000000-job-runs'
import { ForecastFiles1764700000000 } from '../../migrations/1764700000000-forecast-files'
import { Bookings1764800000000 } from '../../migrations/1764800000000-bookings'
import { Account, Session } from '../accounts/account.entity'
import {
  Campaign,
  CampaignShare,
  CampaignUnit,
  CampaignUnitChange,
  CampaignUnitGroup,
  CampaignUnitGroupMember,
  CampaignUnitGroupOwnerRatio,
} from '../campaigns/campaign.entities'
import {
  Content,
  ContentOwner,
  ContentPlatformWeight,
  Part,
  PartPlatform,
  Platform,
  Product,
  ProductPlatform,
  TargetingGroup,
  TargetingGroupMember,
} from '../catalog/catalog.entities'
import { ForecastFileTaken, ForecastRejection } from '../forecasts/forecast-file.entity'
import { ForecastInventory } from '../forecasts/forecast-inventory.entity'
import {
  StandardInventory,
  StandardInventoryChange,
  StandardInventoryDay,
  TargetingGroupRatio,
  UnitInventory,
} from '../inventory/inventory.entities'
import { JobRun, JobRunLine } from '../jobs/job-run.entity'
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

/** Every entity of the service; the capability that owns a table owns its entity. */
export const ENTITIES = [
  Account,
  Session,
  Platform,
  ContentOwner,
  Content,
  ContentPlatformWeight,
  Part,
  PartPlatform,
  Product,
  ProductPlatform,
  TargetingGroup,
  TargetingGroupMember,
  ForecastInventory,
  ForecastFileTaken,
  ForecastRejection,
  StandardInventory,
  StandardInventoryDay,
  StandardInventoryChange,
  UnitInventory,
  TargetingGroupRatio,
  JobRun,
  JobRunLine,
  Campaign,
  CampaignShare,
  CampaignUnit,
  CampaignUnitGroup,
  CampaignUnitGroupMember,
  CampaignUnitGroupOwnerRatio,
  CampaignUnitChange,
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
  SplitRuleSetting,
]

/** In order; each runs on both databases. */
export const MIGRATIONS = [
  FirstSchema1764000000000,
  ProductOnSale1764500000000,
  JobRuns1764600000000,
  ForecastFiles1764700000000,
  Bookings1764800000000,
]
