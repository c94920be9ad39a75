import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/**
 * Spans of what the service does. They go nowhere, and cost next to nothing, unless a process exports them
 * (server/trace-export.ts).
 */
const tracer = trace.getTracer('flightsheet')
let exported = false

/** Says that spans are exported from now on. */
export function traceFromNow(): void {
  exported = true
}

/** Whether it is worth putting together what spans say. */
export function isTraced(): boolean {
  return exported
}

export interface SpanToMake {
  name: string
  kind?: 'server' | 'client'
  attributes?: Attributes
  /** Headers of a request, which may name the span that it is a part of. */
  headers?: Record<string, unknown>
}

/** A span that its maker ends. */
export interface OpenSpan {
  /** @param name a better one, now that more is known */
  end(attributes: Attributes, name?: string, failed?: boolean): void
  /** Runs work as a part of the span. */
  within<T>(work: () => T): T
}

/** Begins a span; undefined where nobody exports any. */
export function openSpan({ name, kind, attributes, headers }: SpanToMake): OpenSpan | undefined {
  if (!exported) return undefined
  const parent = headers ? propagation.extract(context.active(), headers) : context.active()
  const span = tracer.startSpan(
    name,
    { kind: KINDS[kind ?? 'internal'], attributes: attributes ?? {} },
    parent,
  )
  return {
    end(more, better, failed = false) {
      span.setAttributes(more)
      if (better !== undefined) span.updateName(better)
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
    within: (work) => context.with(trace.setSpan(parent, span), work),
  }
}

/** Does work in a span. An error is named by its class only: its text may have what a planner typed. */
export async function inSpan<T>(span: SpanToMake, work: () => Promise<T>): Promise<T> {
  const open = openSpan(span)
  if (!open) return work()
  try {
    const result = await open.within(work)
    open.end({})
    return result
  } catch (error) {
    const { name, code } = (error ?? {}) as { name?: string; code?: unknown }
    open.end({ 'error.type': String(code ?? name ?? 'Error') }, undefined, true)
    throw error
  }
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const
