/**
 * Whether spans are to be sent: by the names that OpenTelemetry gives its variables
 * (opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables). Nothing is sent to an address that nobody has named.
 */
export function isTraced(env: NodeJS.ProcessEnv): boolean {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER } = env;
  const isNamed = Boolean(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || OTEL_EXPORTER_OTLP_ENDPOINT);
  const isOff = env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || OTEL_TRACES_EXPORTER === "none";
  return isNamed && !isOff;
}
