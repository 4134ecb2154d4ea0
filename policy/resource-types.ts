/** Pulumi type tokens of the resources that the rules judge. */
export const CONTAINER = "docker:index/container:Container";
export const REMOTE_IMAGE = "docker:index/remoteImage:RemoteImage";
/** An image that Pulumi builds. */
export const BUILT_IMAGE = "docker:index/image:Image";
/** One that it builds with BuildKit, by the provider `@pulumi/docker-build`. */
export const BUILDKIT_IMAGE = "docker-build:index:Image";
export const NETWORK = "docker:index/network:Network";
export const VOLUME = "docker:index/volume:Volume";
export const DOCKER_PROVIDER = "pulumi:providers:docker";
export const COMMAND = "command:local:Command";
export const BLUE_GREEN_SERVICE = "tidegate:index:BlueGreenService";
export const EDGE = "tidegate:index:Edge";
export const AGENT = "tidegate:index:Agent";
