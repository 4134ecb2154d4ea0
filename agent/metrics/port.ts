/** TCP port on which an agent answers Prometheus. */
export const METRICS_PORT = 9464;
