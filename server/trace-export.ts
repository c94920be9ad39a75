import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import type { Configuration } from './configuration'
import { traceFromNow } from './tracing'

/**
 * Sends spans to an OTLP receiver over HTTP, in batches, in the background: a receiver that is away holds nobody up.
 * OpenTelemetry's own variables (OTEL_TRACES_SAMPLER, OTEL_BSP_…) work too.
 *
 * @returns a function that sends what is left, and ends it
 */
export function exportTraces({
  endpoint,
  headers,
  serviceName,
}: NonNullable<Configuration['tracing']>): () => Promise<void> {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers,
    // A process that stops waits for the last batch no longer.
    timeoutMillis: 3_000,
  })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'process.pid': process.pid }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register()
  traceFromNow()
  return () => provider.shutdown()
}
