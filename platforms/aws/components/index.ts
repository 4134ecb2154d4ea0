/** Tidegate's components for AWS, for a Pulumi program of your own. */
export { AwsBlueGreenService, type AwsBlueGreenServiceArgs } from "./blue-green-service.ts";
export { AwsEnvironment, type AwsEnvironmentArgs } from "./environment.ts";
