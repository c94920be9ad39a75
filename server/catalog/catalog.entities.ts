import { Check, Column, Entity, Index } from 'typeorm'
import type { ContentType, TargetingKind } from '../../shared/contract/primitives'
import { AutoId, Count, Instant, Key, KeyWhole, LongText, Text, Whole } from '../database/columns'

const CONTENT_TYPES = "('PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM')"

@Entity('platform')
export class Platform {
  @Key(64) code!: string
  @Text(200) name!: string
  @Whole() displayOrder!: number
  @Whole() version!: number
}

@Entity('content_owner')
export class ContentOwner {
  @Key(64) code!: string
  @Text(200) name!: string
  @Whole() version!: number
}

@Entity('content')
@Check('ck_content_type', `type IN ${CONTENT_TYPES}`)
@Index('ix_content_type', ['type', 'metaId'])
export class Content {
  @Key(100) metaId!: string
  @Text(20) type!: ContentType
  @Text(200) name!: string
  @Text(200, { nullable: true }) broadcaster!: string | null
  @Text(64, { nullable: true }) owner!: string | null
  /** A vendor's file created the content, and no operator has reviewed it yet. */
  @Column({ type: 'boolean' }) needsReview!: boolean
  @Whole() version!: number
}

@Entity('content_platform_weight')
@Check('ck_content_platform_weight', 'weight BETWEEN 1 AND 1000000')
export class ContentPlatformWeight {
  @Key(100) metaId!: string
  @Key(64) platform!: string
  @Whole() weight!: number
}

@Entity('part')
@Check('ck_part_type', `type IN ${CONTENT_TYPES}`)
export class Part {
  @Key(64) code!: string
  @Text(20) type!: ContentType
  @Whole() version!: number
}

@Entity('part_platform')
export class PartPlatform {
  @Key(64) part!: string
  @Key(64) platform!: string
}

@Entity('product')
@Check('ck_product_kind', "targeting_kind IN ('CONTENTS', 'RANDOM', 'GROUP')")
@Check('ck_product_ecpm', 'ecpm >= 1')
@Check('ck_product_rates', 'ctr_ppm BETWEEN 0 AND 1000000 AND vtr_ppm BETWEEN 0 AND 1000000')
export class Product {
  @Key(64) code!: string
  @Text(200) name!: string
  @Text(20) targetingKind!: TargetingKind
  /** Whole won for 1,000 impressions. */
  @Count() ecpm!: number
  @Whole() ctrPpm!: number
  @Whole() vtrPpm!: number
  @Whole() version!: number
  /** False: the product is withdrawn and can't be bought any more; earlier bookings stay. */
  @Column({ type: 'boolean', default: true }) onSale!: boolean
}

@Entity('product_platform')
export class ProductPlatform {
  @Key(64) product!: string
  @Key(64) platform!: string
}

@Entity('targeting_group')
export class TargetingGroup {
  @Key(64) code!: string
  @Text(200) name!: string
  @Whole() version!: number
}

@Entity('targeting_group_member')
@Check('ck_targeting_group_member_weight', 'weight BETWEEN 1 AND 1000000')
export class TargetingGroupMember {
  @Key(64) groupCode!: string
  @KeyWhole() position!: number
  @Text(100) metaId!: string
  @Whole() weight!: number
}

/** A content or owner that is no longer for sale; what was sold stays. */
@Entity('retirement')
@Check('ck_retirement_kind', "kind IN ('CONTENT', 'CONTENT_OWNER')")
export class Retirement {
  @Key(20) kind!: 'CONTENT' | 'CONTENT_OWNER'
  @Key(100) code!: string
  /** The content for which its forecast counts, the owner that has its contents; null: it is only retired. */
  @Text(100, { nullable: true }) mergedInto!: string | null
  /** Of a content: the first month whose forecast counts there. */
  @Text(7, { nullable: true }) mergedFrom!: string | null
}

/** Who changed what of something in the catalogue. Values are JSON. Append-only. */
@Entity('catalogue_change')
@Check(
  'ck_catalogue_change_kind',
  "kind IN ('PRODUCT', 'CONTENT', 'CONTENT_OWNER', 'PLATFORM', 'PART', 'TARGETING_GROUP')",
)
@Index('ix_catalogue_change', ['kind', 'code', 'id'])
export class CatalogueChange {
  @AutoId() id!: number
  @Text(20) kind!: 'PRODUCT' | 'CONTENT' | 'CONTENT_OWNER' | 'PLATFORM' | 'PART' | 'TARGETING_GROUP'
  @Text(100) code!: string
  @Text(40) field!: string
  @LongText() valueBefore!: string | null
  @LongText() valueAfter!: string | null
  @Text(500, { nullable: true }) reason!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}
