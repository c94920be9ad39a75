/** What the examples name again and again: one campaign with one row, its ad, and who plans it. */
export const ACCOUNT_ID = '0b6c3f6a-5a0e-4d0c-9a39-2f8e3b1f7c10'
export const PLANNER = 'jiwoo.kim@sales-house.example'
export const OPERATOR = 'minseo.park@sales-house.example'
export const CAMPAIGN_ID = '3f1d2a54-7c1b-4a86-8a0f-6f1f0c5b9e21'
export const UNIT_ID = '8a4e9d10-2b6f-4c53-9d57-1e0c7a3b5f42'
export const PURCHASE_ID = 'c5d1e7b8-94a2-4f6d-8b30-7a9e2d4c1f63'
export const AD_ID = 'd27f0c3e-61b5-4e98-a4d2-5b8c9f1e3a74'
export const CHILD_AD_ID = 'e93b5a1f-0d74-4b2c-8e61-3c7d2f9a4b85'
export const RUN_ID = 'f48c6b20-3e95-4d17-9a82-0d5e1b7c6f96'
export const CURSOR = 'WyIyMDI2LTEyLTA1IiwiTkFWRVIiXQ'
/** The copy of the row in another variant. */
export const COPIED_UNIT_ID = '1c9b7e52-6f3d-4a81-b2c4-9d0e8f7a6b53'
export const COPIED_CAMPAIGN_ID = '7e0b4c93-58d1-4f26-a9e7-3b6d1c8f2a70'
