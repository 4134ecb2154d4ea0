/** Tidegate's components, for a Pulumi program of your own. */
import "./check-node.ts";
export { Agent, type AgentArgs } from "./agent.ts";
export { BlueGreenService, type BlueGreenServiceArgs } from "./blue-green-service.ts";
export { ServiceGroup, type GroupedServiceArgs, type ServiceGroupArgs } from "./service-group.ts";
export { Observability, type ObservabilityArgs } from "./observability.ts";
export { Edge, type EdgeArgs } from "./edge.ts";
export { openEnvironment, type Environment, type EnvironmentArgs } from "./environment.ts";
