/** Version of the agent's image: raised with every release of what is in it, because it names what a host runs. */
export const AGENT_IMAGE_VERSION = "0.3.0";

/** Image of the agent in the registry that set-up runs on loopback; `tidegate:agent.image` names another one. */
export const AGENT_IMAGE = `127.0.0.1:5000/tidegate/agent:${AGENT_IMAGE_VERSION}`;

/** First file of the agent's program. */
export const AGENT_PROGRAM = "agent/main.js";

/** First file of the program that sends smoke requests from a task on AWS: in the same image, so that there is one to be pushed. */
export const SMOKE_PROGRAM = "platforms/aws/smoke/main.js";

/** First file of each program in the image. */
export const AGENT_PROGRAMS = [AGENT_PROGRAM, SMOKE_PROGRAM] as const;

/** Numeric user and group the agent runs as: the edge's, which owns the volume that they share. As in `images/agent/Dockerfile`. */
export const AGENT_USER = "10010:10010";
