/** What docker-modem 5 takes from the environment for every option that it is not given, and partly even then. */
const READ_BY_CLIENT = [
  "DOCKER_HOST",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH",
  "DOCKER_PATH_PREFIX",
  "DOCKER_CLIENT_TIMEOUT",
] as const;

/** What the Docker provider 5 follows although its `host` is given. DOCKER_HOST is not among them. */
const FOLLOWED_BY_PROVIDER = ["DOCKER_CONTEXT", "DOCKER_SSH_OPTS"] as const;

/** Certificates are of use for `tcp://` alone; with any, the provider speaks TLS to a socket, and leaves ssh aside. */
const CERTIFICATES = ["DOCKER_CERT_PATH", "DOCKER_CA_MATERIAL", "DOCKER_CERT_MATERIAL", "DOCKER_KEY_MATERIAL"] as const;

/** Those variables that are set and would lead the Docker provider elsewhere than to `host`, which it is given. */
export function misleadingVariables(host: string, environment: NodeJS.ProcessEnv): string[] {
  const names = [...FOLLOWED_BY_PROVIDER, ...(host.startsWith("tcp://") ? [] : CERTIFICATES)];
  return names.filter((name) => (environment[name] ?? "") !== "");
}

/** Runs `make`, which makes a client of the engine, while nothing in the environment tells it of another one. */
export function withoutEngineVariables<T>(make: () => T): T {
  const saved = READ_BY_CLIENT.map((name) => [name, process.env[name]] as const);
  for (const [name] of saved) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    for (const [name, value] of saved) if (value !== undefined) process.env[name] = value;
  }
}
