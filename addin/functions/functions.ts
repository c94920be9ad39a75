/// <reference types="custom-functions-runtime" />
// biome-ignore-all lint/suspicious/noExplicitAny: the metadata knows `any`, not `unknown`
import type { FlightFunctions } from './flight-functions'

/**
 * The functions of the sheet, `=FLIGHT.…`. The build makes their metadata (`functions.json`) from these comments; what they
 * answer is in `flight-functions.ts`.
 */

let functions: FlightFunctions

export function answerWith(given: FlightFunctions): void {
  functions = given
}

/**
 * 상품을 기간 동안 더 팔 수 있는 노출수입니다. 지난 날짜는 세지 않습니다. Impressions of a product that are left in a flight, from today on.
 * @customfunction AVAILABLE
 * @param {any} product 상품 코드나 이름. Code or name of the product.
 * @param {any} start 시작일. First day.
 * @param {any} end 종료일. Last day.
 * @param {any} [platform] 매체 코드: 그 매체만. Code of a platform: only what is left there.
 * @param {CustomFunctions.StreamingInvocation<number>} invocation
 * @streaming
 */
export function available(
  product: any,
  start: any,
  end: any,
  platform: any,
  invocation: CustomFunctions.StreamingInvocation<number>,
): void {
  functions.available(product, start, end, platform, invocation)
}

/**
 * 금액으로 얻는 노출수입니다. Impressions that an amount buys.
 * @customfunction IMPRESSIONS
 * @param {any} amount 금액(원). Amount in won.
 * @param {any} ecpm eCPM(원). Won for 1,000 impressions.
 * @returns {number}
 */
export function impressions(amount: any, ecpm: any): number {
  return functions.impressions(amount, ecpm)
}

/**
 * 남은 노출수를 모두 살 때의 금액입니다(타겟팅 전). The amount that all impressions left would cost, before any targeting.
 * @customfunction MAXAMOUNT
 * @param {any} product 상품 코드나 이름. Code or name of the product.
 * @param {any} start 시작일. First day.
 * @param {any} end 종료일. Last day.
 * @param {CustomFunctions.StreamingInvocation<number>} invocation
 * @streaming
 */
export function maxamount(
  product: any,
  start: any,
  end: any,
  invocation: CustomFunctions.StreamingInvocation<number>,
): void {
  functions.maxAmount(product, start, end, invocation)
}

/**
 * 열린 캠페인에 있는 행의 상태입니다. 바뀌면 따라 바뀝니다. Status of a row of the open campaign; it follows changes.
 * @customfunction STATUS
 * @param {any} rowKey 행의 키. Key of the row.
 * @param {CustomFunctions.StreamingInvocation<string>} invocation
 * @streaming
 */
export function status(rowKey: any, invocation: CustomFunctions.StreamingInvocation<string>): void {
  functions.status(rowKey, invocation)
}
