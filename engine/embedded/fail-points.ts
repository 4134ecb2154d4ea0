/**
 * Every place at which a test can kill this engine (see model/fail-point.ts). Those of an effect exist twice: as they
 * stand here, for the first one, and with `:<type>:<name>` behind, for one resource (`engine:after-create:container:web`);
 * those of a save also with `:<n>`, for the n-th save of the process. Providers have more between their own effects.
 */
export const ENGINE_FAIL_POINTS = [
  "engine:before-create",
  "engine:after-create",
  "engine:before-update",
  "engine:after-update",
  "engine:before-delete",
  "engine:after-delete",
  "engine:before-save",
  "engine:before-rename",
  "engine:after-save",
] as const;

/** Between the writes of a changed passphrase. */
export const PASSPHRASE_FAIL_POINTS = [
  "passphrase:after-journal",
  "passphrase:after-state",
  "passphrase:after-file",
] as const;
